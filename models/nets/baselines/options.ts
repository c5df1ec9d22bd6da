/** What the networks of other papers have in common here. */
import type { FlowRequest, RecognizerOptions } from '../network.ts';

export interface BaselineOptions extends RecognizerOptions {
  /** Width and height of what the original sees, in pixels. A window's pictures are resampled to it in the graph. */
  readonly seenPx: number;
}

/** Of the networks that see pictures. */
export interface ClipOptions extends BaselineOptions {
  /** `pictures`: as they are, as in the papers; `neutral`: each less the face at rest. */
  readonly input: 'pictures' | 'neutral';
}

/** What every preset begins with: the windows that recognizers here are trained on, and no action units. */
export const WINDOW: RecognizerOptions = {
  aus: [],
  emotions: ['negative', 'positive', 'surprise', 'none'],
  frames: 16,
  sizePx: 128,
};

/**
 * Half a sentence where a network cannot be built; `least` is the smallest picture that its layers leave anything of.
 */
export function baselineProblem(
  { frames, sizePx, seenPx, emotions }: BaselineOptions,
  least: number,
): string | null {
  if (emotions.length < 2) return 'it needs at least two classes';
  if (frames < 2 || sizePx < 2) return 'it needs at least two frames of two pixels';
  if (seenPx < least)
    return `it needs to see pictures of ${String(least)} pixels or more, not ${String(seenPx)}`;
  return null;
}

/** The flow that most of them see: what moved from the window's beginning to its apex. */
export const apexFlow = ({ seenPx }: BaselineOptions): FlowRequest => ({
  between: 'apex',
  count: 1,
  sizePx: seenPx,
  coding: 'motion',
});
