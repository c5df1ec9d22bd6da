/**
 * Pseudo-3D residual blocks (Qiu, Yao, Mei 2017): a 3×3×3 convolution as one over space (1×3×3) and one over time
 * (3×1×1), between 1×1×1 convolutions that narrow and widen. The blocks differ in how the two are joined.
 */
import {
  Add,
  countOf,
  type Dim,
  isOpen,
  kaimingNormal,
  Relu,
  Reshape,
  type Scope,
  type Tensor,
  Transpose,
} from '../../graph/index.ts';
import { batchNormalization, convolution, type ConvolutionOptions } from '../../layers/index.ts';
import type { AuGacnOptions } from './options.ts';

/** A: time after space. B: side by side. C: both. */
export type BottleneckKind = 'A' | 'B' | 'C';

interface BottleneckOptions extends Pick<AuGacnOptions, 'mid' | 'width'> {
  readonly kind: BottleneckKind;
  /** Frames of a clip at this depth. */
  readonly frames: number;
  /** Over space; with 2, a convolution of its own carries the shortcut. */
  readonly stride: 1 | 2;
}

/** x [N·T, width, H, W] → [N·T, width, H/stride, W/stride]. */
export function bottleneck(scope: Scope, x: Tensor, options: BottleneckOptions): Tensor {
  const { kind, mid, width, frames, stride } = options;
  const u = Relu(normalized(scope, 'narrow', x, mid, [1, 1], { strides: stride }));
  const space = (v: Tensor): Tensor => Relu(normalized(scope, 'space', v, mid, [3, 3], { pads: 1 }));
  const time = (v: Tensor): Tensor => Relu(overTime(scope, v, mid, frames));
  const joined = join(kind, u, space, time);
  const y = normalized(scope, 'wide', joined, width, [1, 1]);
  const shortcut = stride === 1 ? x : normalized(scope, 'shortcut', x, width, [1, 1], { strides: stride });
  return Relu(Add(y, shortcut));
}

function join(
  kind: BottleneckKind,
  u: Tensor,
  space: (v: Tensor) => Tensor,
  time: (v: Tensor) => Tensor,
): Tensor {
  const s = space(u);
  switch (kind) {
    case 'A':
      return time(s);
    case 'B':
      return Add(s, time(u));
    case 'C':
      return Add(s, time(s));
    default:
      return kind satisfies never;
  }
}

/** The convolution over time, as a 2-D one over [N, C, T, H·W]. */
function overTime(scope: Scope, v: Tensor, channels: number, frames: number): Tensor {
  const [all, , height, width] = v.shape as readonly [Dim, number, number, number];
  const batch = isOpen(all) ? { perSample: all.perSample / frames } : all / frames;
  const area = height * width;
  const byChannel = Transpose(Reshape(v, [batch, frames, channels, area]), [0, 2, 1, 3]);
  const y = normalized(scope, 'time', byChannel, channels, [3, 1], { pads: [1, 0] });
  return Reshape(Transpose(y, [0, 2, 1, 3]), [countOf([batch, frames]), channels, height, width]);
}

/** A convolution without bias, and batch normalization. */
function normalized(
  scope: Scope,
  name: string,
  x: Tensor,
  channels: number,
  kernel: readonly number[],
  options: ConvolutionOptions = {},
): Tensor {
  const inner = scope.within(name);
  const initializer = (shape: readonly number[]) => kaimingNormal(shape, 'out');
  const y = convolution(inner.within('conv'), x, channels, kernel, { ...options, bias: false, initializer });
  return batchNormalization(inner.within('bn'), y);
}
