/** One fold of an evaluation: trains on one side, then shows the network the other side, once. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import {
  RunFolder,
  samplesOf,
  type Schedule,
  train,
  type TrainingJob,
  type TrainingControl,
  type TrainingOptions,
} from '../../../models/train/index.ts';
import {
  type ClipsOf,
  DOMAIN_COEFFICIENT,
  type FoldJob,
  recognitionScorer,
} from '../../../models/train/recognition/index.ts';
import { findFlow } from '../find-flow.ts';
import { DOMAIN_STEPS, rateInputs } from '../run-training.ts';
import { GENERATED_IN_TEST } from './call.ts';
import { refuseLeaks, sidesOf } from './fold-sides.ts';
import { placesInStores } from './places-in-stores.ts';
import type { EvaluationPlan, PlannedFold, PlannedNetwork } from './plan.ts';
import { predictionsOf, unitsOf, withGenerated } from './predict-fold.ts';

export interface FoldSurroundings {
  readonly control: TrainingControl;
  readonly onStep: (step: number, steps: number) => void;
}

/** Folds of small networks last for seconds: saving each epoch would take as long as learning it. */
const LEAST_BETWEEN_SAVES_MS = 60_000;

/** Null where it was told to stop: what was learnt by then is kept for the next start. */
export async function runFold(
  plan: EvaluationPlan,
  learnt: PlannedNetwork,
  fold: PlannedFold,
  { control, onStep }: FoldSurroundings,
): Promise<EvaluatedFold | null> {
  const sides = sidesOf(plan, fold);
  refuseLeaks(plan, fold, sides, learnt);
  const { call, classes } = plan;
  const { network, preset, options, teaching, batch } = learnt;
  const built = network.job({
    preset,
    options,
    teaching,
    batch,
    training: placesInStores(sides.training),
    validation: placesInStores(sides.validation),
    macro: placesInStores(sides.macro, true),
    classes,
    aus: plan.aus,
    learntBefore: learnt.earlier && samplesOf(learnt.earlier.record),
    seed: call.seed,
    readElsewhere: null,
    flowKernel: findFlow,
  });
  const tested = placesInStores(sides.tested);
  const job = { ...built.job, evaluation: evaluationOf(built, tested, plan) };
  const folder = new RunFolder(join(call.folder, 'runs', fold.id));
  const isResumed = folder.isTaken;
  const ended = await train(job, trainingOptions(plan, learnt, job), {
    folder,
    isResumed,
    from: isResumed ? null : (learnt.earlier?.folder ?? null),
    threads: call.threads,
    control,
    tell: (event) => event.event === 'step' && onStep(event.step, event.steps),
    leastBetweenSavesMs: LEAST_BETWEEN_SAVES_MS,
    now: () => performance.now(),
  });
  if (ended.ending === 'stopped') return null;
  const record = folder.readRecord();
  const learntTensors = folder.readTensors(record.best ?? record.state);
  return {
    id: fold.id,
    held: fold.split.held,
    trainSamples: sides.training.length,
    epochs: record.best?.epoch ?? record.history.length,
    wallS: record.wallS,
    predictions: await predictionsOf(built, learntTensors, sides.tested, plan),
  };
}

/** Once its result is kept, nothing of a fold's training is needed any more. */
export const forgetRun = (evaluation: string, id: string): void =>
  rmSync(join(evaluation, 'runs', id), { recursive: true, force: true });

/**
 * Honestly the tested clips are shown to nobody; the published trap is reproduced only where it is asked for by name.
 */
function evaluationOf(
  built: FoldJob,
  tested: readonly ClipsOf[],
  { call, classes }: EvaluationPlan,
): FoldJob['job']['evaluation'] {
  const { job, testOn } = built;
  if (call.procedure === 'honest') return job.evaluation;
  if (call.procedure === GENERATED_IN_TEST) return withGenerated(built, tested).evaluation;
  return testOn(tested, () => recognitionScorer(unitsOf(job), classes));
}

function trainingOptions(
  { call, macro }: EvaluationPlan,
  { epochs, batch, learningRate: value, schedule, warmUp }: PlannedNetwork,
  job: TrainingJob,
): TrainingOptions {
  const steps = epochs * Math.max(1, Math.floor(job.dataset.length / batch));
  const learningRate: Schedule =
    schedule === 'constant'
      ? { kind: schedule, value }
      : { kind: schedule, value, end: 0, warmUpSteps: Math.round(warmUp * steps) };
  const hasDomains = macro.length > 0;
  return {
    epochs,
    schedules: {
      ...Object.fromEntries(rateInputs(job).map((name) => [name, learningRate])),
      ...(hasDomains ? { [DOMAIN_COEFFICIENT]: { kind: 'logistic', over: DOMAIN_STEPS } as const } : {}),
    },
    seed: call.seed,
    // Both domains as often as the other.
    sampling: { isBalanced: call.isBalanced, shares: hasDomains ? [1, 1] : null },
    patience: null,
  };
}
