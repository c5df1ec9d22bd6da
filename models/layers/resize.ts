import { constant, type Dim, Expand, MatMul, range, Reshape, type Tensor } from '../graph/index.ts';

/** x [N, C, H, W] → [N, C, k·H, k·W]: every pixel k × k times. */
export function resizeNearest(x: Tensor, factor: number): Tensor {
  const [batch, channels, height, width] = x.shape as readonly [Dim, number, number, number];
  const apart = Reshape(x, [batch, channels, height, 1, width, 1]);
  const copied = Expand(apart, [batch, channels, height, factor, width, factor]);
  return Reshape(copied, [batch, channels, height * factor, width * factor]);
}

/**
 * x [N, C, H, W] → [N, C, toHeight, toWidth], bilinear between pixel centres (ONNX's `half_pixel`, PyTorch's
 * `align_corners=False`): rows and columns are mixed by constant matrices, so the gradient is two products as well.
 */
export function resizeLinear(x: Tensor, toHeight: number, toWidth: number): Tensor {
  const [, , height, width] = x.shape as readonly [Dim, number, number, number];
  const rows = constant(mixing(height, toHeight), [toHeight, height]);
  const columns = constant(transposed(mixing(width, toWidth), width), [width, toWidth]);
  return MatMul(MatMul(rows, x), columns);
}

/** [to, from]: what each new place takes of the old ones. */
function mixing(from: number, to: number): Float32Array {
  const matrix = new Float32Array(to * from);
  for (const place of range(to)) {
    const centre = Math.min(from - 1, Math.max(0, ((place + 0.5) * from) / to - 0.5));
    const low = Math.floor(centre);
    const high = Math.min(from - 1, low + 1);
    matrix[place * from + low]! += 1 - (centre - low);
    matrix[place * from + high]! += centre - low;
  }
  return matrix;
}

function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, at) => matrix[(at % rows) * columns + Math.floor(at / rows)]!);
}
