/** What a generator makes of a few held-out faces while it is trained, to be looked at epoch by epoch. */
import type { Picture, TrainingJob } from '../../models/train/index.ts';
import type { ClipsOf } from '../../models/train/recognition/index.ts';
import type { Synthesizer, SynthesizerOptions } from '../../models/train/synthesis/index.ts';
import { parseGenerator } from './synthesis-quality/generator-file.ts';
import { pairsOf } from './synthesis-quality/held-pairs.ts';
import { openMaker } from './synthesis-quality/makers.ts';
import { differencePicture, pictureGrid } from './synthesis-quality/picture-grid.ts';

const EVERY_EPOCHS = 2;
const FACES = 4;

/**
 * A row for each face: at rest, everything that can be asked for, and what differs then from the rest. Null where
 * nothing is made.
 */
export function synthesisPictures(
  synthesizer: Synthesizer<SynthesizerOptions, object>,
  { network }: TrainingJob,
  held: readonly ClipsOf[],
): Picture | null {
  const part = held.find(({ indices }) => indices.length > 0);
  // What a job was built with are its network's own options.
  const options = network.options as unknown as SynthesizerOptions;
  if (part === undefined || synthesizer.makesPictures?.(options) === false) return null;
  return {
    everyEpochs: EVERY_EPOCHS,
    async draw(tensors) {
      const bytes = synthesizer.exportGenerator(options, tensors);
      if (bytes === null) throw new Error(`internal: ${synthesizer.name} makes pictures without a generator`);
      await using maker = await openMaker(parseGenerator(network.name, bytes));
      const faces = await pairsOf(part.store, FACES, part.indices);
      const rows = [];
      for (const { rest, subject } of faces) {
        const made = [];
        for (const { request } of maker.controls)
          made.push(await maker.make(rest, subject, { ...request, intensity: 1 }, 0));
        rows.push([rest, ...made, ...made.map((picture) => differencePicture(picture, rest))]);
      }
      return pictureGrid(rows);
    },
  };
}
