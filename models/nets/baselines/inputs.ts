/** A window as the networks of other papers see it. */
import {
  constant,
  type Dim,
  input,
  MatMul,
  Mul,
  range,
  Reshape,
  Slice,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import { resizeLinear } from '../../layers/index.ts';
import type { FlowRequest, NetworkInputs } from '../network.ts';
import type { ClipOptions } from './options.ts';

interface ClipInputs extends NetworkInputs {
  readonly clip: Tensor;
}

interface FlowInputs extends NetworkInputs {
  readonly flow: Tensor;
}

export const clipInputs = (batch: Dim, { frames, sizePx, input: kind }: ClipOptions): ClipInputs => ({
  clip: input('clip', [batch, 3, frames, sizePx, sizePx]),
  neutral: kind === 'neutral' ? input('neutral', [batch, 3, sizePx, sizePx]) : null,
});

export const flowInputs = (batch: Dim, { count, sizePx }: FlowRequest): FlowInputs => ({
  clip: null,
  neutral: null,
  flow: input('flow', [batch, 3, count, sizePx, sizePx]),
});

type ClipShape = readonly [Dim, number, number, number, number];

/** [N, C, L, S, S] → [N, C, frames, sizePx, sizePx]: linear in time from the first frame to the last, and in space. */
export function resampled(clip: Tensor, frames: number, sizePx: number): Tensor {
  const [batch, colours, length, height, width] = clip.shape as ClipShape;
  const pictures = Reshape(clip, [batch, colours * length, height, width]);
  const sized = height === sizePx && width === sizePx ? pictures : resizeLinear(pictures, sizePx, sizePx);
  const byFrame = Reshape(sized, [batch, colours, length, sizePx * sizePx]);
  const timed = length === frames ? byFrame : MatMul(timeMixing(length, frames), byFrame);
  return Reshape(timed, [batch, colours, frames, sizePx, sizePx]);
}

/** [N, 3, sizePx, sizePx]: the frame in the middle, round which a window is laid, as it is or less the face at rest. */
export function apexPicture(inputs: ClipInputs, sizePx: number): Tensor {
  const [batch, colours, length] = inputs.clip.shape as ClipShape;
  const middle = Math.floor(length / 2);
  const apex = resampled(Slice(inputs.clip, 2, middle, middle + 1), 1, sizePx);
  return Reshape(lessNeutral(apex, restingFace(inputs, sizePx)), [batch, colours, sizePx, sizePx]);
}

/**
 * [N, C, L, S, S] less the face at rest [N, C, 1, S, S], enlarged: movements change a pixel by some hundredths, and
 * what is learnt of differences is not the person's looks. The clip itself where no face at rest is looked at.
 */
export const lessNeutral = (clip: Tensor, neutral: Tensor | null): Tensor =>
  neutral === null ? clip : Mul(Sub(clip, neutral), DIFFERENCE_GAIN);

/** As of AU-GACN's presets that see a neutral. */
const DIFFERENCE_GAIN = 8;

/** The face at rest as a clip of one frame, [N, 3, 1, sizePx, sizePx]; null where it is not looked at. */
export function restingFace({ neutral }: NetworkInputs, sizePx: number): Tensor | null {
  if (neutral === null) return null;
  const [batch, colours, height, width] = neutral.shape as readonly [Dim, number, number, number];
  return resampled(Reshape(neutral, [batch, colours, 1, height, width]), 1, sizePx);
}

/** The one flow of [N, 3, 1, P, P] as a picture [N, 3, P, P]. */
export function flowPicture(flow: Tensor): Tensor {
  const [batch, channels, , height, width] = flow.shape as ClipShape;
  return Reshape(flow, [batch, channels, height, width]);
}

/** [to, from]: what each new frame takes of the old ones. */
function timeMixing(from: number, to: number): Tensor {
  const matrix = new Float32Array(to * from);
  for (const place of range(to)) {
    const at = to === 1 ? (from - 1) / 2 : (place * (from - 1)) / (to - 1);
    const before = Math.min(Math.floor(at), from - 2);
    matrix[place * from + before]! += 1 - (at - before);
    matrix[place * from + before + 1]! += at - before;
  }
  return constant(matrix, [to, from]);
}
