/** A generator small enough for tests. */
import { writeFileSync } from 'node:fs';
import { openClipStore } from '../../models/data/clips/index.ts';
import { AU_ICGAN } from '../../models/nets/au-icgan.ts';
import { AU_ICGAN_TRAINING } from '../../models/train/au-icgan/index.ts';

/** What a tiny AU-ICGAN makes of clips in `data` before it has learnt anything, as the file `model`. */
export function writeSmallGenerator(data: string, model: string): void {
  using store = openClipStore(data);
  const job = AU_ICGAN_TRAINING.job({
    preset: 'small',
    options: {
      ...AU_ICGAN.presets.small,
      // Untaught it paints something; moving faces it would copy.
      paints: 'face',
      sizePx: 16,
      frames: 4,
      width: 2,
      residuals: 0,
      imageWidth: 2,
      videoWidth: 2,
    },
    teaching: { ...AU_ICGAN_TRAINING.teaching, criticSteps: 1, cycleFrames: 1 },
    training: [{ store, indices: [...store.clips.keys()] }],
    validation: [],
    learntBefore: null,
    batch: 1,
    seed: 1,
  });
  const tensors = new Map(
    [job.step, ...job.then!].flatMap(({ state }) =>
      state.map(({ name, shape, initial }) => [name, { shape, values: initial }] as const),
    ),
  );
  writeFileSync(model, AU_ICGAN_TRAINING.exportGenerator(job.network.options as never, tensors)!);
}
