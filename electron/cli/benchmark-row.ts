import type { Labels } from '../../models/data/synth/index.ts';
import { createRandom } from '../../models/data/synth/random.ts';
import type { BenchmarkClip } from './benchmark-script.ts';

/** The columns of labels.csv, as the reader of one's own clips has them (docs/data-sets.md). */
export const CSV_HEAD = 'clip,subject,emotion,onset,apex,offset,fps,aus';

/** A clip's line of labels.csv: frames counted from 0, action units as `1+L14`. */
export function benchmarkRow({ name, subject, emotion }: BenchmarkClip, labels: Labels): string {
  const { onset, apex, offset } = spanOf(labels);
  const micro = labels.events.find(({ kind }) => kind === 'micro');
  const aus = (micro?.aus ?? []).map(
    ({ au, side }) => `${side === 'both' ? '' : side[0]!.toUpperCase()}${au}`,
  );
  return [`${name}.mp4`, subject, emotion, onset, apex, offset, labels.fps, aus.join('+')].join(',');
}

interface FrameSpan {
  readonly onset: number;
  readonly apex: number;
  readonly offset: number;
}

/**
 * Of a micro-expression: from where it passes a tenth of its peak, about what a coder can see, and back. Where there
 * is none: as long a span as one of those has, round whatever else moves in the clip.
 */
function spanOf(labels: Labels): FrameSpan {
  const { fps, frames, duration_s: durationS } = labels;
  const micro = labels.events.find(({ kind }) => kind === 'micro');
  const last = frames - 1;
  const frameAt = (timeS: number): number => Math.min(last, Math.max(0, Math.round(timeS * fps)));
  if (micro) {
    const [onset, offset] = [frameAt(micro.above_tenth.from_s), frameAt(micro.above_tenth.to_s)];
    return { onset, apex: Math.min(offset, Math.max(onset, micro.apex.frame)), offset };
  }
  const random = createRandom(labels.seed, SPAN_STREAM);
  const lengthS = random.range(...LENGTHS_S);
  const middleS = movesAt(labels) ?? durationS / 2;
  const fromS = Math.min(durationS - lengthS, Math.max(0, middleS - lengthS * random.range(0.35, 0.65)));
  const [onset, offset] = [frameAt(fromS), frameAt(fromS + lengthS)];
  return { onset, apex: Math.min(offset, Math.max(onset, frameAt(middleS))), offset };
}

/** What a spotter would have looked at: the middle of the first movement that the clip holds. */
function movesAt({ blinks, gaze, turns, speech, events, duration_s: durationS }: Labels): number | null {
  const middle = ({ from_s: from, to_s: to }: { from_s: number; to_s: number }): number => (from + to) / 2;
  const times = [
    ...blinks.map(({ apex }) => apex.t_s),
    ...gaze.map(({ from_s: from }) => from),
    ...turns.map(middle),
    ...speech.map(middle),
    ...events.map(({ apex }) => apex.t_s),
  ].filter((timeS) => timeS > 0 && timeS < durationS);
  return times[0] ?? null;
}

/** Seconds between the tenths of what `recognition` draws, which lasts 0.12 to 0.5 s as a whole. */
const LENGTHS_S = [0.1, 0.45] as const;
const SPAN_STREAM = 53;
