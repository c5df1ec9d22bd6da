/** The generator that a run of a network which makes faces leaves behind: what it can make, and its card. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RunGenerator } from '../../../contract/channels/trainer-models.ts';
import type { Run } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { GENERATOR_FILE } from '../../trainer/save-generator.ts';
import { readGenerator } from '../../trainer/synthesis-quality/generator-file.ts';
import { cell, describeData, table, trainingOf } from './model-card.ts';

/** Null where the run has none, or none yet. Throws `generator-unfit`. */
export function describeGenerator(folder: string, clipS: number | null): RunGenerator | null {
  const path = join(folder, GENERATOR_FILE);
  if (!existsSync(path)) return null;
  const { generator, sizePx, metadata, bytes, emotions } = readGenerator(path);
  const aus = JSON.parse(metadata.get('onset.aus') ?? '[]') as number[];
  return {
    network: generator,
    sizePx,
    // One that is told action units names its classes for the record alone.
    classes: aus.length > 0 ? [] : [...emotions],
    aus,
    sizeBytes: bytes.length,
    clipS,
  };
}

/** Throws `generator-missing`. */
export function generatorPath(run: Run, folder: string): string {
  const path = join(folder, GENERATOR_FILE);
  if (existsSync(path)) return path;
  const hasEnded = run.state === 'done';
  throw new OnsetError('generator-missing', {
    run: run.name,
    reason: hasEnded ? `${run.order.network} leaves none, or its file was removed` : 'it has not ended yet',
  });
}

/** `data`: what the run learnt from. */
export function generatorCard(run: Run, generator: RunGenerator, data: readonly TrainerData[]): string {
  const { network, sizePx, classes, aus } = generator;
  return [
    `# ${run.name}: generator`,
    '',
    `**Everything that it makes is synthetic.** It changes pictures of faces so that they show a facial movement that was never made; Onset marks each of them with \`${SYNTHETIC_MARK}\`. It is for training recognizers, not for showing anybody something that did not happen. Faces of people who have not agreed must not be given to it.`,
    '',
    ...table([
      ['network', `${network}, preset \`${run.order.preset}\``],
      ['makes', `faces of ${sizePx} × ${sizePx} px`],
      aus.length > 0
        ? ['is asked for', `action units ${aus.join(', ')}`]
        : ['is asked for', classes.length > 0 ? classes.join(', ') : 'nothing it says of itself'],
      ['size', run.parameters === null ? 'not told' : `${run.parameters.toLocaleString('en')} parameters`],
      ['learnt', `${run.trainSamples ?? 0} clips`],
      // A best epoch is of those that are scored, and no score chooses a generator.
      ['training', trainingOf({ ...run, best: null })],
      ['parameters', 'those of its last step: no score says which epoch’s pictures are best'],
      ['made', `${run.endedAt ?? run.madeAt} with Onset, in ${Math.round(run.wallS)} s`],
    ]),
    '',
    '## Data',
    '',
    ...data.map(describeData),
    '',
    '## Known failures',
    '',
    `Nobody has written any down yet. Look at the pictures of ${cell(run.name)} before its clips are used.`,
    '',
  ].join('\n');
}
