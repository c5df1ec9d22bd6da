/** Losses, rates and scores as a person reads them: enough digits to see a change, no more. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [digits, power] = value.toExponential(1).split('e') as [string, string];
    return `${digits.replace(/\.0$/, '')}e${power.replace('+', '')}`;
  }
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 3);
}

/** A number along an axis: without the noughts that a value beside others has. */
export const tickText = (value: number): string =>
  Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 ? String(Number(value.toPrecision(4))) : numberText(value);
