/** A window as the networks of other papers see it. */
import { constant, type Dim, input, MatMul, range, Reshape, Slice, type Tensor } from '../../graph/index.ts';
import { resizeLinear } from '../../layers/index.ts';
import type { FlowRequest, NetworkInputs, RecognizerOptions } from '../network.ts';

interface ClipInputs extends NetworkInputs {
  readonly clip: Tensor;
}

interface FlowInputs extends NetworkInputs {
  readonly flow: Tensor;
}

export const clipInputs = (batch: Dim, { frames, sizePx }: RecognizerOptions): ClipInputs => ({
  clip: input('clip', [batch, 3, frames, sizePx, sizePx]),
  neutral: null,
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

/** [N, C, L, S, S] → [N, C, sizePx, sizePx]: the frame in the middle, round which a window is laid. */
export function apexPicture(clip: Tensor, sizePx: number): Tensor {
  const [batch, colours, length, height, width] = clip.shape as ClipShape;
  const middle = Math.floor(length / 2);
  const frame = Reshape(Slice(clip, 2, middle, middle + 1), [batch, colours, height, width]);
  return height === sizePx && width === sizePx ? frame : resizeLinear(frame, sizePx, sizePx);
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
