/** What the shipped recognizer answers to a made movement: the features of the Fréchet distance. */
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';
import type { Recognizer } from '../../engine/infer/index.ts';
import type { DescribeSet } from './measure-pictures.ts';

/** Probabilities this near 0 or 1 are all alike. */
const EDGE = 1e-4;

/**
 * Of every pair a window from rest to apex and back, as the recognizer wants it; the features are the logits of its
 * probabilities, emotions first. The network's file gives no deeper ones.
 */
export const describeBy =
  (recognizer: Recognizer): DescribeSet =>
  async (pairs) => {
    const rows: number[][] = [];
    for (const { rest, apex } of pairs) {
      const { frames, sizePx, usesNeutral } = recognizer.card;
      const [clip, neutral] = [recognizer.newClip(), recognizer.newNeutral()];
      const area = sizePx * sizePx;
      for (let frame = 0; frame < frames; frame++) {
        const share = Math.sin((Math.PI * frame) / (frames - 1));
        const levels = mixed(rest, apex, share);
        for (let plane = 0; plane < PLANES; plane++) clip.set(levels, (plane * frames + frame) * area);
      }
      for (let plane = 0; plane < PLANES; plane++) neutral.set(rest.levels, plane * area);
      const [scores] = await recognizer.score([usesNeutral ? { clip, neutral } : { clip }]);
      rows.push([...scores!.emotions, ...scores!.aus].map(logit));
    }
    return rows;
  };

const PLANES = 3;

const mixed = (rest: Picture, apex: Picture, share: number): Float32Array =>
  rest.levels.map((level, at) => (1 - share) * level + share * apex.levels[at]!);

function logit(probability: number): number {
  const p = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(p / (1 - p));
}
