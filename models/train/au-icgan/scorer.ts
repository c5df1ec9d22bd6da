/**
 * How a generator does on people it has not seen: asked for a clip's own movement, how near its frames come to the true
 * ones.
 */
import type { Scorer } from '../job.ts';
import { EVALUATED } from './programs.ts';

/**
 * `gain`: 1 − mean |made − true| / mean |first − true|; 0 for a generator that copies the first picture, 1 for the true
 * frames. `ssim` beside `stillSsim`, which copying has. `madeUnits` beside `realUnits`: how far off the image critic
 * reads made and true frames.
 */
export function auIcganScorer(): Scorer {
  const sums = new Map<string, number>();
  let count = 0;
  return {
    add(outputs, _batch, rows) {
      count += rows;
      for (const [name, values] of Object.entries(outputs))
        for (let row = 0; row < rows; row++) sums.set(name, (sums.get(name) ?? 0) + Number(values[row]));
    },
    result() {
      const mean = (name: string): number => sums.get(name)! / count;
      const units = sums.has(EVALUATED.madeUnits)
        ? { madeUnits: mean(EVALUATED.madeUnits), realUnits: mean(EVALUATED.realUnits) }
        : {};
      const metrics = {
        gain: 1 - mean(EVALUATED.distance) / mean(EVALUATED.stillDistance),
        ssim: mean(EVALUATED.ssim),
        stillSsim: mean(EVALUATED.stillSsim),
        ...units,
      };
      return { metrics, confusion: null };
    },
  };
}
