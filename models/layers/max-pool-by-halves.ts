import { closed, constant, MatMul, Max, Pad, range, Reshape, Slice, type Tensor } from '../graph/index.ts';

/**
 * Max pooling 3×3 with stride 2 and padding 1 of [B,C,H,W] with even sides, for training: the same values as `MaxPool`,
 * whose gradient needs indices (which ONNX Runtime is slow to find) and a scatter (slower). A window of three is the
 * even place 2j and the odd ones beside it, so the maximum over a side is that of its even half, its odd half and its
 * odd half moved by one; their gradients are choices between halves. First over rows, then over columns.
 */
export function maxPoolByHalves(x: Tensor): Tensor {
  const [batch, channels, height, width] = closed(x.shape, 'pooling by halves') as readonly [
    number,
    number,
    number,
    number,
  ];
  const rows = Reshape(x, [batch, channels, height / 2, 2 * width]);
  const overRows = overHalves(Slice(rows, 3, 0, width), Slice(rows, 3, width, 2 * width), 2);
  // Columns are sorted into even and odd by a product: single values are moved far slower than whole rows.
  const columns = MatMul(overRows, evenThenOdd(width));
  return overHalves(Slice(columns, 3, 0, width / 2), Slice(columns, 3, width / 2, width), 3);
}

function overHalves(even: Tensor, odd: Tensor, axis: number): Tensor {
  return Max(even, Max(odd, movedByOne(odd, axis)));
}

/** Place j holds what was at j − 1; nothing was before the first. */
function movedByOne(x: Tensor, axis: number): Tensor {
  const only = range(x.shape.length).map((at) => (at === axis ? 1 : 0));
  const none = only.map(() => 0);
  return Pad(Slice(x, axis, 0, -1), only, none, -Infinity);
}

/** [width, width]: column k takes place 2k, column width/2 + k place 2k + 1. */
function evenThenOdd(width: number): Tensor {
  const values = new Float32Array(width * width);
  for (const column of range(width)) {
    const from = column < width / 2 ? 2 * column : 2 * column - width + 1;
    values[from * width + column] = 1;
  }
  return constant(values, [width, width]);
}
