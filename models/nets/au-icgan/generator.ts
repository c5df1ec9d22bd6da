/**
 * The generator: GANimation's (Pumarola et al. 2018), which paints a face anew where an expression asks for it and says
 * where that is. Convolutions have no bias, because each is followed by a norm or a bounded head.
 */
import {
  Add,
  Concat,
  constant,
  Conv,
  ConvTranspose,
  type Dim,
  MatMul,
  Mul,
  range,
  Relu,
  Reshape,
  type Scope,
  Sigmoid,
  Slice,
  Sub,
  Tanh,
  type Tensor,
  Transpose,
  ZEROS,
} from '../../graph/index.ts';
import { displaced, instanceNormalization, steered } from '../../layers/index.ts';
import type { AuIcganOptions } from './options.ts';
import { weight } from './weights.ts';

export interface Painted {
  /** I_o = A ⊙ I + (1 − A) ⊙ C, [N, K, C, S, S] in [−1, 1]. */
  readonly images: Tensor;
  /** A: 1 where the picture is kept, [N, K, 1, S, S] in (0, 1). */
  readonly attention: Tensor;
  /** C: what is painted elsewhere, [N, K, C, S, S] in (−1, 1); where it is added to the picture, in (−2, 2). */
  readonly colour: Tensor;
  /**
   * What C is made of where the picture is moved: how far, [N, K, 2, S, S] pixels to the right and down, and what is
   * added then, [N, K, C, S, S] in (−1, 1). With these a larger picture than the network sees can be changed.
   */
  readonly change: { readonly motion: Tensor; readonly added: Tensor } | null;
}

/**
 * `start` [N, J, C, S, S] in [−1, 1]: the pictures that are changed, J = 1 (one for all frames) or K; `conditions`
 * [N, K, A]: intensities of action units.
 */
export function generate(scope: Scope, start: Tensor, conditions: Tensor, options: AuIcganOptions): Painted {
  const { width, residuals, planes, sizePx, conditioned, paints } = options;
  const [batch, frames, units] = conditions.shape as readonly [Dim, number, number];
  const down = (name: string, x: Tensor, channels: number): Tensor =>
    normalized(
      scope.within(name),
      conv(scope.within(name), x, channels, 4, { strides: 2, pads: 1 }, options),
    );
  const told = conditioned === 'norms' ? Reshape(conditions, [-1, units]) : null;
  let x = firstLayer(scope.within('down0'), start, conditions, options);
  x = down('down1', x, 2 * width);
  x = down('down2', x, 4 * width);
  for (const k of range(residuals)) x = residual(scope.within(`residual${String(k)}`), x, told, options);
  x = up(scope.within('up0'), x, told, 2 * width, options);
  x = up(scope.within('up1'), x, told, width, options);
  // All heads see the same: one convolution, so that in training what lies under the kernel is gathered once.
  const moves = paints === 'motion';
  const [added, moving, kept] = [scope.within('colour'), scope.within('motion'), scope.within('attention')];
  const shape = (channels: number): readonly number[] => [channels, width, 7, 7];
  const heads = [
    moves ? added.parameter('weight', shape(planes), ZEROS) : weight(added, shape(planes), options),
    weight(kept, shape(1), options),
    ...(moves ? [moving.parameter('weight', shape(2), ZEROS)] : []),
  ];
  const last = planes + 1;
  const all = Reshape(Conv(x, Concat(heads, 0), { pads: 3 }), [
    batch,
    frames,
    moves ? last + 2 : last,
    sizePx,
    sizePx,
  ]);
  const painted = Tanh(Slice(all, 2, 0, planes));
  const attention = Sigmoid(Slice(all, 2, planes, last));
  const motion = moves ? Mul(Tanh(Slice(all, 2, last, last + 2)), sizePx * FARTHEST) : null;
  const colour = motion === null ? painted : Add(displaced(start, motion), painted);
  // C + A ⊙ (I − C) is A ⊙ I + (1 − A) ⊙ C.
  const images = Add(colour, Mul(attention, Sub(start, colour)));
  return { images, attention, colour, change: motion && { motion, added: painted } };
}

/**
 * conv 7×7 of the picture with the intensities as further channels, each the same everywhere. What such a channel
 * gives depends on the place only where the kernel reaches beyond the picture: one convolution of a picture of ones
 * serves all frames, and the picture's own part is computed once where all frames begin with one picture. The numbers
 * are those of the convolution over all channels, at a fiftieth of its price for them.
 */
export function firstLayer(scope: Scope, start: Tensor, conditions: Tensor, options: AuIcganOptions): Tensor {
  const { width, planes, sizePx } = options;
  const [batch, frames, units] = conditions.shape as readonly [Dim, number, number];
  const shape = [width, planes + units, 7, 7];
  const all = weight(scope, shape, options);
  const pictures = start.shape[1] as number;
  const seen = Conv(rows(start), Slice(all, 1, 0, planes), { pads: 3 });
  const ones = constant(new Float32Array(sizePx * sizePx).fill(1), [1, 1, sizePx, sizePx]);
  // [A · width, 1, 7, 7]: what each unit adds to each channel at each place.
  const kernels = Reshape(Transpose(Slice(all, 1, planes, planes + units), [1, 0, 2, 3]), [
    units * width,
    1,
    7,
    7,
  ]);
  const added = Reshape(Conv(ones, kernels, { pads: 3 }), [units, width * sizePx * sizePx]);
  const told = MatMul(Reshape(conditions, [-1, units]), added);
  const sum = Add(
    Reshape(seen, [batch, pictures, width, sizePx, sizePx]),
    Reshape(told, [batch, frames, width, sizePx, sizePx]),
  );
  return normalized(scope, rows(sum));
}

/** Displacements end here, in parts of the picture's width: some 12 % of the distance between the eyes. */
const FARTHEST = 3 / 64;

/** Intensities [N·K, A], or null where the input alone says them. */
type Told = Tensor | null;

function residual(scope: Scope, x: Tensor, told: Told, options: AuIcganOptions): Tensor {
  const channels = x.shape[1] as number;
  const layer = (name: string, input: Tensor): Tensor => {
    const own = scope.within(name);
    return steer(own, norm(own, conv(own, input, channels, 3, { pads: 1 }, options)), told);
  };
  return Add(x, layer('conv1', Relu(layer('conv0', x))));
}

function up(scope: Scope, x: Tensor, told: Told, channels: number, options: AuIcganOptions): Tensor {
  const w = weight(scope, [x.shape[1] as number, channels, 4, 4], options);
  return Relu(steer(scope, norm(scope, ConvTranspose(x, w, { strides: 2, pads: 1 })), told));
}

/** Only where the network is told by its norms. */
const steer = (scope: Scope, x: Tensor, told: Told): Tensor =>
  told === null ? x : steered(scope.within(TOLD), x, told);

/** Parameters that are there only where norms are conditioned have this in their names. */
export const TOLD = 'told';

const conv = (
  scope: Scope,
  x: Tensor,
  channels: number,
  kernel: number,
  { strides = 1, pads }: { readonly strides?: number; readonly pads: number },
  options: AuIcganOptions,
): Tensor =>
  Conv(x, weight(scope, [channels, x.shape[1] as number, kernel, kernel], options), { strides, pads });

const norm = (scope: Scope, x: Tensor): Tensor =>
  instanceNormalization(scope.within('norm'), x, { affine: true });

const normalized = (scope: Scope, x: Tensor): Tensor => Relu(norm(scope, x));

/** [N, K, …] as [N·K, …]: convolutions know one batch. */
export const rows = (x: Tensor): Tensor => Reshape(x, [-1, ...x.shape.slice(2)]);
