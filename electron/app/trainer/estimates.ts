/** What runs will take, measured once for each kind of run and kept. */
import { cpus } from 'node:os';
import * as v from 'valibot';
import type { Estimate, RunOrder } from '../../../contract/channels/trainer-runs.ts';
import { ONSET_VERSION } from '../../../contract/version.ts';
import type { TrainingCall } from '../../../contract/training.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';
import { runChore } from './chores/run-chore.ts';
import { inWords } from './duration-words.ts';

const Kept = v.object({
  threads: v.number(),
  parameters: v.number(),
  trainSamples: v.number(),
  validationSamples: v.number(),
  stepMs: v.number(),
  scoreMs: v.number(),
  steps: v.number(),
  epochs: v.number(),
  memoryBytes: v.number(),
  freeMemoryBytes: v.number(),
  measuredAt: v.string(),
  wasBusy: v.boolean(),
});
type Kept = v.InferOutput<typeof Kept>;

export class Estimates implements Disposable {
  readonly #path: string;
  readonly #startProcess: StartProcess;
  readonly #kept: Map<string, Kept>;
  #measuring: AbortController | null = null;

  constructor(path: string, startProcess: StartProcess, log: Log) {
    this.#path = path;
    this.#startProcess = startProcess;
    this.#kept = new Map(Object.entries(readJson(path, v.record(v.string(), Kept), log) ?? {}));
  }

  /** Throws what opening the run throws, `training-out-of-memory`, and `trainer-replaced` where another is asked. */
  async of(order: RunOrder, call: TrainingCall, folds: number, isBusy: boolean): Promise<Estimate> {
    const key = keyOf(call);
    const measured = this.#kept.get(key) ?? (await this.#measure(order, call, isBusy, key));
    return estimateOf(measured, order.epochs, folds);
  }

  [Symbol.dispose](): void {
    this.#measuring?.abort(new DOMException('closed', 'AbortError'));
  }

  async #measure(order: RunOrder, call: TrainingCall, isBusy: boolean, key: string): Promise<Kept> {
    const what = `Measuring a step of ${order.network}`;
    this.#measuring?.abort(new OnsetError('trainer-replaced', { what }));
    const abort = new AbortController();
    this.#measuring = abort;
    const { signal } = abort;
    const found = await runChore('estimate', { call }, { what, signal, startProcess: this.#startProcess });
    const kept = { ...found, measuredAt: new Date().toISOString(), wasBusy: isBusy };
    // Beside other work a step takes longer than it will: good for now, and not for later.
    if (!isBusy) {
      this.#kept.set(key, kept);
      writeJson(this.#path, Object.fromEntries([...this.#kept].slice(-MOST_KEPT)));
    }
    return kept;
  }
}

const MOST_KEPT = 200;

/** All that a step's time depends on; how many steps there are does not change one. */
function keyOf({ network, preset, changes, batch, threads, data, validation, from }: TrainingCall): string {
  const machine = [ONSET_VERSION, cpus()[0]?.model ?? '', process.arch];
  return JSON.stringify([machine, network, preset, changes, batch, threads, data, validation, from]);
}

function estimateOf({ epochs: measuredEpochs, ...measured }: Kept, epochs: number, folds: number): Estimate {
  const { stepMs, scoreMs, validationSamples, memoryBytes, freeMemoryBytes, wasBusy } = measured;
  const steps = Math.round((measured.steps / measuredEpochs) * epochs);
  const totalS = (folds * (steps * stepMs + epochs * validationSamples * scoreMs)) / 1000;
  return {
    ...measured,
    steps,
    totalS,
    provider: { name: 'cpu', why: 'Training runs on the processor.' },
    folds,
    words: [
      `${inWords(totalS)}, if it is not ended earlier for want of better results.`,
      ...(wasBusy ? ['Another run was under way while this was measured: alone it is faster.'] : []),
      ...(memoryBytes > freeMemoryBytes
        ? ['It needs more memory than is free now: close other programs, or take a smaller batch.']
        : []),
      'A live view or other programs make it longer.',
    ].join(' '),
  };
}
