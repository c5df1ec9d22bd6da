/** The runs of a data folder in one file, in the order of the queue; and what a new one begins as. */
import * as v from 'valibot';
import { Run, type RunOrder } from '../../../contract/channels/trainer-runs.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';
import { randomId } from '../random-id.ts';

const Kept = v.object({
  run: Run,
  /** The process that had it last: it may still be saving. */
  pid: v.nullable(v.number()),
});
export type KeptRun = v.InferOutput<typeof Kept>;

/** States in which a run has a process, or is about to have one. */
const ACTIVE: readonly Run['state'][] = ['starting', 'running', 'paused', 'stopping', 'finishing'];
export const isActive = ({ state }: Run): boolean => ACTIVE.includes(state);

export const readRuns = (path: string, log: Log): KeptRun[] => readJson(path, v.array(Kept), log) ?? [];

export const writeRuns = (path: string, runs: readonly KeptRun[]): void => {
  writeJson(path, runs);
};

export function newRun(order: RunOrder): Run {
  return {
    ...{ id: randomId(), name: order.name, order, state: 'waiting' },
    madeAt: new Date().toISOString(),
    ...{ startedAt: null, endedAt: null, ending: null, progress01: null, leftS: null, wallS: 0 },
    ...{ epoch: 0, epochs: order.epochs, step: 0, steps: 0 },
    ...{ parameters: null, trainSamples: null, validationSamples: null, samplesPerS: null },
    ...{ memoryBytes: null, losses: {}, metrics: null, best: null, folds: null, pace: 'usual' },
    ...{ isResumable: false, model: null, modelProblem: null, missingData: [], warnings: [] },
    ...{ problem: null, sizeBytes: 0 },
  };
}

/** What the end of an engine has left: a run that had a process was broken off. */
export function afterBreak(run: Run): Run {
  if (!isActive(run)) return run;
  const rest = {
    leftS: null,
    samplesPerS: null,
    memoryBytes: null,
    pace: 'usual' as const,
    isResumable: true,
  };
  return run.state === 'stopping'
    ? { ...run, ...rest, state: 'stopped', ending: 'stopped' }
    : { ...run, ...rest, state: 'interrupted' };
}
