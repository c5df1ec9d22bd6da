import { broadcast } from '../shape.ts';
import { broadcastOffsets, type Values } from './values.ts';

export const mapped = ({ shape, data }: Values, f: (x: number) => number): Values => ({
  shape,
  data: data.map(f),
});

export function combined(a: Values, b: Values, f: (a: number, b: number) => number): Values {
  const shape = broadcast(a.shape, b.shape) as readonly number[];
  const [fromA, fromB] = [broadcastOffsets(a.shape, shape), broadcastOffsets(b.shape, shape)];
  return { shape, data: Float64Array.from(fromA, (at, place) => f(a.data[at]!, b.data[fromB[place]!]!)) };
}

export function Where(condition: Values, yes: Values, no: Values): Values {
  const shape = broadcast(condition.shape, broadcast(yes.shape, no.shape)) as readonly number[];
  const [fromYes, fromNo] = [broadcastOffsets(yes.shape, shape), broadcastOffsets(no.shape, shape)];
  const data = Float64Array.from(broadcastOffsets(condition.shape, shape), (at, place) =>
    condition.data[at]! === 0 ? no.data[fromNo[place]!]! : yes.data[fromYes[place]!]!,
  );
  return { shape, data };
}

/** log(1 + eˣ) without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, all terms of one sign, so nothing cancels; from |x| = 6 on it is
 * ±1 in float64.
 */
export function erf(x: number): number {
  if (Math.abs(x) >= 6) return Math.sign(x);
  let [sum, term] = [0, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
