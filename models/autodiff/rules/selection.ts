import {
  closed,
  constant,
  countOf,
  Expand,
  GatherElements,
  type OperatorName,
  Reshape,
  ScatterElements,
  type Shape,
  type Tensor,
} from '../../graph/index.ts';
import { ofOne, type Rule } from './rule.ts';

export const SELECTION = {
  Gather: ofOne((cotangent, { attributes: { axis } }, [x, indices]) => [
    () => placeSlices(cotangent, x!, indices!, axis),
    null,
  ]),
  GatherElements: ofOne((cotangent, { attributes: { axis } }, [x, indices]) => [
    () => ScatterElements(zeros(x!.shape), indices!, cotangent, axis),
    null,
  ]),
  ScatterElements: ofOne((cotangent, { attributes: { axis } }, [, indices]) => [
    () => cotangent,
    null,
    () => GatherElements(cotangent, indices!, axis),
  ]),
  TopK: ({ attributes: { axis }, inputs: [x], outputs: [, indices] }, [cotangent]) => [
    () => ScatterElements(zeros(x!.shape), indices!, cotangent ?? zeros(indices!.shape), axis),
  ],
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** Slices with the same index add up. */
function placeSlices(cotangent: Tensor, x: Tensor, indices: Tensor, axis: number): Tensor {
  const count = countOf(indices.shape);
  const shape = x.shape.map((dim, at) => (at === axis ? count : dim));
  const alongAxis = x.shape.map((_, at) => (at === axis ? count : 1));
  const places = Expand(Reshape(indices, alongAxis), shape);
  return ScatterElements(zeros(x.shape), places, Reshape(cotangent, shape), axis);
}

export function zeros(shape: Shape): Tensor {
  const ones = shape.map(() => 1);
  return Expand(constant([0], ones), closed(shape, 'a gradient'));
}
