/**
 * Folds over many machines: a queue in Redis or Valkey (BullMQ) holds one job for each fold, named like the fold, so
 * that a fold that is asked for twice is run once. Results come back through the queue; machines share no disk, but
 * have the data. A machine that falls silent loses its folds to the others when their locks run out.
 */
import { type Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvaluatedFold } from '../../../contract/evaluation.ts';
import { type ErrorCode, OnsetError } from '../../../contract/errors.ts';
import type { EvaluationCall } from './call.ts';
import { FoldProcess } from './fold-process.ts';
import type { EvaluationPlan, PlannedFold } from './plan.ts';
import type { FoldsRun } from './run-here.ts';

export interface QueueOptions {
  /** `redis://…`, `rediss://…` */
  readonly url: string;
  /** Seconds of silence after which a machine's folds are given to another. */
  readonly lockS: number;
}

interface FoldJob {
  readonly call: EvaluationCall;
  readonly id: string;
  readonly held: string;
}

const QUEUE = 'onset-folds';

/** Results wait so long for whoever asked, whose call goes on where it was cut off. */
const KEPT_S = 7 * 24 * 3600;

/** Machines may fall silent as often as they like; a fold that kills its process fails with that process. */
const TAKEN_OVER_AT_MOST = 100;

const SWEEP_MS = 500;

/** Puts folds into the queue, takes part in running them, and hands over each result as it comes from anywhere. */
export async function runQueued(
  { call }: EvaluationPlan,
  folds: readonly PlannedFold[],
  { url, lockS, ...run }: FoldsRun & QueueOptions,
): Promise<void> {
  await refuseUnreachable(url);
  await using opened = new AsyncDisposableStack();
  const queue = new Queue<FoldJob>(QUEUE, { connection: { url } });
  opened.defer(() => queue.close());
  // A server that is gone for a while comes back: what is asked of it waits.
  queue.on('error', () => undefined);
  for (const { id, split } of folds) await ask(queue, { call, id, held: split.held });
  const steps = new Map(folds.map((fold) => [fold.id, fold]));
  opened.use(
    new FoldWorker({
      url,
      lockS,
      jobs: run.jobs,
      callFor: (asked) => asked,
      onStep: (id, step, of) => {
        const fold = steps.get(id);
        if (fold !== undefined) run.onStep(fold, step, of);
      },
    }),
  );
  await collect(queue, folds, run);
}

export interface WorkOptions extends QueueOptions {
  readonly jobs: number;
  /** The call as it is to be run here: with this machine's folders. */
  readonly callFor: (call: EvaluationCall) => EvaluationCall;
  readonly onStep: (id: string, step: number, steps: number) => void;
}

/** Takes part until `signal` aborts; what runs then goes back into the queue. Throws `queue-unreachable`. */
export async function workQueue(
  options: WorkOptions & { readonly onFold: (held: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  await refuseUnreachable(options.url);
  await using worker = new FoldWorker(options);
  worker.onFold = options.onFold;
  if (options.signal.aborted) return;
  await new Promise<void>((resolve) => options.signal.addEventListener('abort', () => resolve()));
}

/** A fold that failed before is tried again; one that is there or done stays. */
async function ask(queue: Queue<FoldJob>, job: FoldJob): Promise<void> {
  const before = await queue.getJob(job.id);
  if (before !== undefined && (await before.isFailed())) await before.remove();
  const kept = { age: KEPT_S };
  await queue.add('fold', job, { jobId: job.id, removeOnComplete: kept, removeOnFail: kept });
}

async function collect(
  queue: Queue<FoldJob>,
  folds: readonly PlannedFold[],
  { signal, onFold }: FoldsRun,
): Promise<void> {
  const missing = new Set(folds.map(({ id }) => id));
  while (missing.size > 0 && !signal.aborted) {
    for (const id of missing) {
      const job = await queue.getJob(id);
      if (job?.finishedOn === undefined) continue;
      if (job.failedReason) throw errorOf(job.failedReason);
      missing.delete(id);
      onFold(job.returnvalue as EvaluatedFold);
    }
    await sleep(SWEEP_MS);
  }
}

/** Runs folds from the queue, each in a process of its own that serves one call after another. */
class FoldWorker implements AsyncDisposable {
  onFold: (held: string) => void = () => undefined;
  readonly #options: WorkOptions;
  readonly #worker: Worker<FoldJob, EvaluatedFold>;
  #idle: { readonly key: string; readonly process: FoldProcess }[] = [];
  readonly #busy = new Set<FoldProcess>();

  constructor(options: WorkOptions) {
    this.#options = options;
    const { url, lockS, jobs } = options;
    this.#worker = new Worker<FoldJob, EvaluatedFold>(QUEUE, (job, token) => this.#run(job, token), {
      connection: { url, maxRetriesPerRequest: null },
      concurrency: jobs,
      lockDuration: 1000 * lockS,
      stalledInterval: 1000 * lockS,
      maxStalledCount: TAKEN_OVER_AT_MOST,
    });
    this.#worker.on('error', () => undefined);
  }

  async #run(job: Job<FoldJob>, token: string | undefined): Promise<EvaluatedFold> {
    const { call, id, held } = job.data;
    const own = this.#options.callFor(call);
    const key = JSON.stringify(own);
    const process = this.#take(key, own);
    this.#busy.add(process);
    try {
      const fold = await process.run({ id, held }, (step, steps) => this.#options.onStep(id, step, steps));
      if (fold === null) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      this.#idle.push({ key, process });
      this.onFold(held);
      return fold;
    } catch (error) {
      if (error instanceof OnsetError) throw new UnrecoverableError(reasonOf(error as OnsetError));
      throw error;
    } finally {
      this.#busy.delete(process);
    }
  }

  /** One that serves this call already; those of other calls make room. */
  #take(key: string, call: EvaluationCall): FoldProcess {
    const at = this.#idle.findIndex((one) => one.key === key);
    if (at >= 0) return this.#idle.splice(at, 1)[0]!.process;
    for (const { process } of this.#idle) process.stop();
    this.#idle = [];
    return new FoldProcess(call);
  }

  /** Folds that run are saved and go back into the queue. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of [...this.#busy, ...this.#idle.map((one) => one.process)]) process.stop();
    await this.#worker.close();
  }
}

/** The first connection says why it fails; later ones are tried again for as long as it takes. */
async function refuseUnreachable(url: string): Promise<void> {
  let probe: Redis | null = null;
  try {
    probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    // Its errors come through `connect` as well.
    probe.on('error', () => undefined);
    await probe.connect();
    await probe.ping();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnsetError('queue-unreachable', { url: withoutPassword(url), reason }, error);
  } finally {
    probe?.disconnect();
  }
}

const withoutPassword = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

/** An error of the catalogue as the one text that a failed job keeps. */
const reasonOf = ({ code, facts }: OnsetError): string => JSON.stringify({ code, facts });

function errorOf(reason: string): Error {
  try {
    // Written by `reasonOf` of the same program.
    const { code, facts } = JSON.parse(reason) as { readonly code: ErrorCode; readonly facts: never };
    return new OnsetError(code, facts);
  } catch {
    return new Error(reason); // No OnsetError: a failure of ours on the other machine.
  }
}
