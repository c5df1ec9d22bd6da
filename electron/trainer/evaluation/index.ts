/**
 * Recognizers under a protocol: every fold is a job of its own, named by content, whose result is kept when it is done.
 * An evaluation that was cut off anywhere is gone on with by calling it again, to the same table.
 *
 *     const result = await evaluate(call, { jobs: 2, part: null, signal, tell: console.log });
 */
import type { EvaluatedFold, EvaluationResult } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { fillFlowCache } from '../../../models/train/recognition/index.ts';
import { findFlow } from '../find-flow.ts';
import type { StartProcess } from '../hosted-process.ts';
import type { EvaluationCall, EvaluationEvent } from './call.ts';
import { EvaluationFolder } from './evaluation-folder.ts';
import { fillDescriptors } from './lbp-top-fold.ts';
import { type EvaluationPlan, type PlannedFold, planEvaluation } from './plan.ts';
import { resultOf } from './result.ts';
import { forgetRun } from './run-fold.ts';
import type { QueueOptions, workQueue } from './queue.ts';
import { type FoldsRun, runHere } from './run-here.ts';

export { type EvaluationCall, type EvaluationData, type EvaluationEvent, LBP_TOP } from './call.ts';
export { EvaluationFolder, RESULT_FILE } from './evaluation-folder.ts';

export interface EvaluateOptions {
  /** Folds side by side, each in a process of its own. */
  readonly jobs: number;
  /** The K-th of N parts of the folds, for schedulers; null: all of them. */
  readonly part: { readonly k: number; readonly n: number } | null;
  /** Runs nothing, and only puts together what is there. */
  readonly isMergeOnly?: boolean;
  /** A queue that other machines take part in; absent or null: everything is run here. */
  readonly queue?: QueueOptions | null;
  /** How the processes here are started: forked unless told. */
  readonly startProcess?: StartProcess;
  readonly signal: AbortSignal;
  readonly tell: (event: EvaluationEvent) => void;
}

/**
 * Runs the folds that are not done yet, and puts all together once they are there. Null where folds are still missing:
 * of other parts, or because `signal` aborted. Throws `usage`, `evaluation-leaks`, `evaluation-other`,
 * `evaluation-unfinished`, `fold-killed`, and what reading, preparing and training throw.
 */
export async function evaluate(
  call: EvaluationCall,
  options: EvaluateOptions,
): Promise<EvaluationResult | null> {
  const { signal, tell, startProcess, queue = null } = options;
  using opening = new DisposableStack();
  const plan = await planEvaluation(call, {
    opening,
    signal,
    jobs: options.jobs,
    ...(startProcess && { startProcess }),
    tell: (what, done, of) => tell({ event: 'preparing', what, done, of }),
  });
  if (plan === null) return null;
  const folder = new EvaluationFolder(call.folder);
  folder.take(plan);
  const { done } = folder;
  const wanted = wantedOf(plan, options).filter(({ id }) => !done.has(id));
  tell(startOf(plan, done, wanted));
  if (wanted.length > 0) {
    await fillCaches(plan, options);
    if (signal.aborted) return null;
    const run: FoldsRun = {
      jobs: options.jobs,
      ...(startProcess && { startProcess }),
      signal,
      onStep: ({ split: { held } }, step, steps) => tell({ event: 'step', held, step, steps }),
      onFold: (fold) => keep(fold, plan, folder, tell),
    };
    if (queue) await (await import('./queue.ts')).runQueued(plan, wanted, { ...run, ...queue });
    else await runHere(plan, wanted, run);
  }
  return merge(plan, folder, options);
}

/** Takes part in running folds from a queue until `signal` aborts. Throws `queue-unreachable`. */
export async function work(options: Parameters<typeof workQueue>[0]): Promise<void> {
  await (await import('./queue.ts')).workQueue(options);
}

/** In turns, so that parts of folds that become heavier with their number are alike. */
function wantedOf({ folds }: EvaluationPlan, { part, isMergeOnly = false }: EvaluateOptions): PlannedFold[] {
  if (isMergeOnly) return [];
  return folds.filter((_, at) => part === null || at % part.n === part.k - 1);
}

function startOf(
  { call, learnt, clips, classes, folds }: EvaluationPlan,
  done: ReadonlySet<string>,
  wanted: readonly PlannedFold[],
): EvaluationEvent {
  return {
    event: 'started',
    network: call.network,
    preset: learnt?.preset ?? 'classic',
    protocol: call.protocol,
    samples: clips.length,
    subjects: new Set(clips.map(({ subject }) => subject)).size,
    classes,
    folds: folds.length,
    done: folds.filter(({ id }) => done.has(id)).length,
    wanted: wanted.length,
    folder: call.folder,
  };
}

/** What all folds want of the clips is found once, before processes would each find it. */
async function fillCaches(
  { learnt, stores, macro }: EvaluationPlan,
  { signal, tell }: EvaluateOptions,
): Promise<void> {
  const all = new Set([...stores, ...macro.map(({ store }) => store)]);
  for (const store of all) {
    const toldOf =
      (what: string) =>
      (done: number): boolean => {
        tell({ event: 'preparing', what, done, of: store.count });
        return !signal.aborted;
      };
    const request = learnt?.network.flowOf(learnt.options) ?? null;
    if (learnt === null) await fillDescriptors(store, toldOf('LBP-TOP'));
    else if (request !== null)
      await fillFlowCache(store, { request, kernel: findFlow }, toldOf('optical flow'));
  }
}

/** A fold's result is on the disk before anybody is told that it is done. */
function keep(
  fold: EvaluatedFold,
  { call, folds }: EvaluationPlan,
  folder: EvaluationFolder,
  tell: EvaluateOptions['tell'],
): void {
  folder.writeFold(fold);
  forgetRun(call.folder, fold.id);
  const { done } = folder;
  const { id, held, wallS, predictions } = fold;
  tell({
    event: 'fold',
    id,
    held,
    right: predictions.filter(({ known, said }) => known === said).length,
    samples: predictions.length,
    wallS,
    done: folds.filter((planned) => done.has(planned.id)).length,
    of: folds.length,
  });
}

function merge(
  plan: EvaluationPlan,
  folder: EvaluationFolder,
  { isMergeOnly = false }: EvaluateOptions,
): EvaluationResult | null {
  const { done } = folder;
  const there = plan.folds.filter(({ id }) => done.has(id));
  if (there.length < plan.folds.length) {
    if (!isMergeOnly) return null;
    throw new OnsetError('evaluation-unfinished', {
      folder: folder.path,
      done: there.length,
      of: plan.folds.length,
    });
  }
  const result = resultOf(
    plan,
    there.map(({ id }) => folder.readFold(id)),
  );
  folder.writeResult(result);
  return result;
}
