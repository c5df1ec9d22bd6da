import { LayerNormalization, ONES, type Scope, type Tensor, ZEROS } from '../graph/index.ts';

/** Over `axis` and all after it; parameters `weight` and `bias` have those axes' shape. */
export function layerNormalization(
  scope: Scope,
  x: Tensor,
  { axis = -1, epsilon = 1e-5 }: { readonly axis?: number; readonly epsilon?: number } = {},
): Tensor {
  const shape = x.shape.slice(axis) as readonly number[];
  return LayerNormalization(
    x,
    scope.parameter('weight', shape, ONES),
    scope.parameter('bias', shape, ZEROS),
    axis,
    epsilon,
  );
}
