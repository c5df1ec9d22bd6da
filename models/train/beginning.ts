/**
 * What a run begins with that builds on an earlier one (fine-tuning, or the next part of a curriculum): its parameters
 * and running statistics. Moments of optimizers begin anew, because they belong to the earlier run's data and rates.
 */
import { OnsetError } from '../../contract/errors.ts';
import type { NamedTensors, TrainingJob } from './job.ts';
import { LOSS_SCOPE } from './losses.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunRecord } from './run-record.ts';
import { findStrangers } from './step-runner.ts';
import { stateOf, turnsOf } from './turns.ts';

export interface Beginning {
  readonly tensors: NamedTensors;
  readonly from: NonNullable<RunRecord['from']>;
}

/**
 * The tensors of the run's best epoch, or of its last state where no epoch was scored or the job says so. Throws
 * `run-missing`,
 * `checkpoint-damaged`, and `beginning-foreign` where they are not this network's.
 */
export function readBeginning(folder: RunFolder, job: TrainingJob): Beginning {
  const { network } = job;
  const record = folder.readRecord();
  const foreign = (reason: string): OnsetError =>
    new OnsetError('beginning-foreign', { network: network.name, folder: folder.path, reason });
  if (record.network.name !== network.name) throw foreign(`it is of ${record.network.name}`);
  if (record.network.preset !== network.preset)
    throw foreign(`it is of the preset ${record.network.preset}, not ${network.preset}`);
  const best = job.beginsWithLast === true ? null : record.best;
  const { history } = record;
  const { file, sha256 } = best ?? record.state;
  const stored = folder.readTensors({ file, sha256 });
  const learnt = stateOf(turnsOf(job)).filter(({ kind }) => kind === 'parameter' || kind === 'statistic');
  const names = new Set(learnt.map(({ name }) => name));
  // A loss may be weighed otherwise than before: its weights are taken over where both have them. So are parts that a
  // run does without where their losses weigh nothing.
  const maybe = (name: string): boolean => isOfLoss(name) || (job.mayBeginAnew?.(name) ?? false);
  const wanted = learnt.filter(({ name }) => stored.has(name) || !maybe(name));
  const tensors = new Map(
    [...stored].filter(([name]) => names.has(name) || !(maybe(name) || isOfOptimizer(name, stored))),
  );
  const stranger = findStrangers(wanted, tensors);
  if (stranger !== null) throw foreign(stranger);
  const step = best === null ? record.step : history[best.epoch - 1]!.step;
  return { tensors, from: { folder: folder.path, file, sha256, step, samples: samplesOf(record) } };
}

/** How many samples a run has learnt from, with those of the runs that it began with. */
export const samplesOf = ({ data, from }: RunRecord): number => data.training.samples + (from?.samples ?? 0);

const isOfLoss = (name: string): boolean => name.startsWith(`${LOSS_SCOPE}.`);

/** An optimizer's counters are single numbers, its moments are named after their parameter. */
const isOfOptimizer = (name: string, tensors: NamedTensors): boolean =>
  tensors.get(name)!.shape.length === 0 || tensors.has(name.slice(0, name.lastIndexOf('.')));
