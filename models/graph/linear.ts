/** Matrix products and convolutions. */
import { Add, Mul } from './elementwise.ts';
import { spatial } from './infer.ts';
import { Reshape, Transpose } from './layout.ts';
import { apply, type Tensor } from './tensor.ts';

/** Batched: the last two axes are multiplied, the others broadcast. */
export const MatMul = (a: Tensor, b: Tensor): Tensor => apply('MatMul', [a, b], {});

/** The last two axes exchanged. */
export const TransposeLast = (x: Tensor): Tensor => {
  const rank = x.shape.length;
  const perm = x.shape.map((_, axis) => axis);
  [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
  return Transpose(x, perm);
};

/** α·A'·B' + β·C of two matrices; ' transposes where asked. Written as products: the runtime fuses them. */
export function Gemm(
  a: Tensor,
  b: Tensor,
  c: Tensor | null = null,
  { alpha = 1, beta = 1, transA = false, transB = false } = {},
): Tensor {
  const y = Mul(MatMul(transA ? TransposeLast(a) : a, transB ? TransposeLast(b) : b), alpha);
  return c === null ? y : Add(y, Mul(c, beta));
}

export interface ConvOptions {
  /** One number for all spatial axes, or one for each. */
  readonly strides?: number | readonly number[];
  /** Zeros on both sides. */
  readonly pads?: number | readonly number[];
  readonly dilations?: number | readonly number[];
  readonly group?: number;
  /** [out] */
  readonly bias?: Tensor | null;
}

/** x [N,C,…size], w [out, C/group, …kernel] → [N, out, …]; one, two or three spatial axes. */
export function Conv(x: Tensor, w: Tensor, options: ConvOptions = {}): Tensor {
  const rank = w.shape.length - 2;
  const pads = perAxis(options.pads, rank, 0);
  const y = apply('Conv', [x, w], {
    strides: perAxis(options.strides, rank, 1),
    before: pads,
    after: pads,
    dilations: perAxis(options.dilations, rank, 1),
    group: options.group ?? 1,
  });
  return withBias(y, options.bias ?? null);
}

/**
 * x [N,C,…size], w [C, out/group, …kernel] → [N, out, …]: the convolution's input gradient, as in PyTorch and ONNX.
 * Size: (size − 1)·stride − 2·pad + dilation·(kernel − 1) + 1 + outputPadding.
 */
export function ConvTranspose(
  x: Tensor,
  w: Tensor,
  options: ConvOptions & { readonly outputPadding?: number | readonly number[] } = {},
): Tensor {
  const kernel = w.shape.slice(2) as readonly number[];
  const rank = kernel.length;
  const [strides, pads] = [perAxis(options.strides, rank, 1), perAxis(options.pads, rank, 0)];
  const dilations = perAxis(options.dilations, rank, 1);
  const more = perAxis(options.outputPadding, rank, 0);
  const inputSize = spatial(x.shape).map(
    (size, axis) =>
      (size - 1) * strides[axis]! -
      2 * pads[axis]! +
      dilations[axis]! * (kernel[axis]! - 1) +
      1 +
      more[axis]!,
  );
  const group = options.group ?? 1;
  const y = apply('ConvInputGradient', [w, x], {
    strides,
    before: pads,
    after: pads,
    dilations,
    group,
    inputSize,
  });
  return withBias(y, options.bias ?? null);
}

function withBias(y: Tensor, bias: Tensor | null): Tensor {
  if (bias === null) return y;
  return Add(y, Reshape(bias, [1, -1, ...y.shape.slice(2).map(() => 1)]));
}

export const perAxis = (
  value: number | readonly number[] | undefined,
  rank: number,
  otherwise: number,
): readonly number[] =>
  typeof value === 'object' ? value : new Array<number>(rank).fill(value ?? otherwise);
