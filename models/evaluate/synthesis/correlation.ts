/** Pearson's r of two lists of one length; null where one of them does not vary. */
export function correlation(x: readonly number[], y: readonly number[]): number | null {
  if (x.length !== y.length) throw new Error(`internal: ${x.length} and ${y.length} values are correlated`);
  const [meanX, meanY] = [x, y].map(
    (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  );
  let [both, squareX, squareY] = [0, 0, 0];
  for (const [at, value] of x.entries()) {
    const [a, b] = [value - meanX!, y[at]! - meanY!];
    both += a * b;
    squareX += a * a;
    squareY += b * b;
  }
  return squareX === 0 || squareY === 0 ? null : both / Math.sqrt(squareX * squareY);
}
