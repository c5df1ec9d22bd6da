/**
 * The checks at native's door. Every complaint reads "Expected X for name but received Y":
 * `TypeError` where the kind is wrong, `RangeError` where the kind is right and the value is not.
 */
export function expectInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw complaint(typeof value === 'number', `an integer from ${least} to ${most}`, name, value);
}

export function expectNumber(name: string, value: number, least: number, most: number): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw complaint(typeof value === 'number', `a number from ${least} to ${most}`, name, value);
}

export function expectBytes(name: string, value: Uint8Array | Uint8ClampedArray, atLeast: number): void {
  if ((value instanceof Uint8Array || value instanceof Uint8ClampedArray) && value.length >= atLeast) return;
  throw tooShort(name, value, 'Uint8Array', atLeast);
}

export function expectFloats(name: string, value: Float32Array, atLeast: number): void {
  if (value instanceof Float32Array && value.length >= atLeast) return;
  throw tooShort(name, value, 'Float32Array', atLeast);
}

export function expectDoubles(name: string, value: Float64Array, atLeast: number): void {
  if (value instanceof Float64Array && value.length >= atLeast) return;
  throw tooShort(name, value, 'Float64Array', atLeast);
}

/** An array of Uint8Arrays, each long enough. */
export function expectByteArrays(
  name: string,
  value: readonly Uint8Array[],
  least: number,
  most: number,
  atLeast: number,
): void {
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw complaint(Array.isArray(value), `${least} to ${most} Uint8Arrays`, name, value);
  }
  for (let i = 0; i < value.length; i++) {
    const element: unknown = value[i];
    if (element instanceof Uint8Array && element.length >= atLeast) continue;
    throw tooShort(`${name}[${i}]`, element, 'Uint8Array', atLeast);
  }
}

/** The position of a word in its list. */
export function expectOneOf(name: string, value: string, words: readonly string[]): number {
  const index = words.indexOf(value);
  if (index >= 0) return index;
  throw complaint(typeof value === 'string', `one of ${words.join(', ')}`, name, value);
}

export function expectObject(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw complaint(false, 'an object', name, value);
}

export function complaint(isRightKind: boolean, expected: string, name: string, received: unknown): Error {
  const message = `Expected ${expected} for ${name} but received ${describe(received)}`;
  return isRightKind ? new RangeError(message) : new TypeError(message);
}

function tooShort(name: string, value: unknown, kind: string, atLeast: number): Error {
  const isRightKind = value instanceof Object && value.constructor.name === kind;
  return complaint(isRightKind, `a ${kind} of at least ${atLeast} elements`, name, value);
}

function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  if (Array.isArray(value)) return `an array of ${value.length} elements`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}
