/** The part of a run that makes pictures, as a file beside its recognizer. */
import { join } from 'node:path';
import type { TrainingEvent } from '../../contract/training.ts';
import type { RunFolder } from '../../models/train/index.ts';
import type { Synthesizer, SynthesizerOptions } from '../../models/train/synthesis/index.ts';

/** In a run's folder. */
export const GENERATOR_FILE = 'generator.onnx';

/**
 * Of the last parameters, not of those with the best score: a score says how well pictures are told apart, not how
 * good they are. Throws `run-unsaved`.
 */
export function saveGenerator(
  synthesizer: Synthesizer<SynthesizerOptions, object>,
  folder: RunFolder,
  tell: (event: TrainingEvent) => void,
): void {
  const { network, state, step } = folder.readRecord();
  const bytes = synthesizer.exportGenerator(
    // What a run of this network saved are its own options.
    network.options as unknown as SynthesizerOptions,
    folder.readTensors(state),
  );
  if (bytes === null) return;
  folder.writeModel(bytes, step, GENERATOR_FILE);
  tell({ event: 'saved', what: 'model', path: join(folder.path, GENERATOR_FILE), step });
}
