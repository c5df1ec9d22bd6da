/** Data, runs and models as the engine tells them. Nothing of it is kept here: a page that is loaded again asks again. */
import type { Problem } from '../../contract/channels/fields.ts';
import type { TrainerData } from '../../contract/channels/trainer-data.ts';
import type { TrainerModel } from '../../contract/channels/trainer-models.ts';
import type { Run, TrainerNetwork } from '../../contract/channels/trainer-runs.ts';
import { DEFAULT_TRAINER_SETTINGS, type TrainerSettings } from '../../contract/channels/trainer.ts';
import type * as bridge from '../bridge.ts';
import { t } from '../strings/index.ts';

export type Engine = Pick<typeof bridge, 'call' | 'on' | 'problemOf'>;

export class Trainer {
  /** Null until the engine has told. Those of the queue first, in its order. */
  runs: readonly Run[] | null = $state.raw(null);
  data: readonly TrainerData[] = $state.raw([]);
  models: readonly TrainerModel[] = $state.raw([]);
  networks: readonly TrainerNetwork[] = $state.raw([]);
  /** Counting what networks have to learn takes the engine some seconds; nothing else waits for it. */
  areNetworksKnown = $state(false);
  networksProblem: Problem | null = $state.raw(null);
  settings: TrainerSettings = $state.raw(DEFAULT_TRAINER_SETTINGS);
  /** Why the engine could not tell. */
  problem: Problem | null = $state.raw(null);
  readonly #engine: Engine;
  readonly #announce: (text: string) => void;

  /** `announce` says to a screen reader what a colour or a bar shows. */
  constructor(engine: Engine, announce: (text: string) => void) {
    this.#engine = engine;
    this.#announce = announce;
  }

  readonly waiting = $derived((this.runs ?? []).filter(({ state }) => state === 'waiting'));
  readonly active = $derived((this.runs ?? []).filter(({ state }) => isActive(state)));
  readonly ended = $derived((this.runs ?? []).filter(({ state }) => state !== 'waiting' && !isActive(state)));

  /** Listens until the returned function is called. */
  attach(): () => void {
    const ends = [
      this.#engine.on('trainer.runsChanged', (runs) => this.#takeRuns(runs)),
      this.#engine.on('trainer.runChanged', (run) => this.#takeRun(run)),
      this.#engine.on('trainer.dataChanged', (data) => this.#takeData(data)),
      this.#engine.on('trainer.modelsChanged', (models) => (this.models = models)),
      this.#engine.on('trainer.settingsChanged', (settings) => (this.settings = settings)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async load(): Promise<void> {
    try {
      void this.#loadNetworks();
      const [runs, data, models, settings] = await Promise.all([
        this.#engine.call('trainer.runs', {}),
        this.#engine.call('trainer.data', {}),
        this.#engine.call('trainer.models', {}),
        this.#engine.call('trainer.settings', {}),
      ]);
      this.data = data;
      this.models = models;
      this.settings = settings;
      this.problem = null;
      this.#takeRuns(runs);
    } catch (error) {
      this.problem = this.#engine.problemOf(error);
    }
  }

  async #loadNetworks(): Promise<void> {
    try {
      this.networks = await this.#engine.call('trainer.networks', {});
      this.areNetworksKnown = true;
      this.networksProblem = null;
    } catch (error) {
      this.networksProblem = this.#engine.problemOf(error);
    }
  }

  run(id: string): Run | null {
    return this.runs?.find((run) => run.id === id) ?? null;
  }

  dataOf(id: string): TrainerData | null {
    return this.data.find((data) => data.id === id) ?? null;
  }

  network(name: string): TrainerNetwork | null {
    return this.networks.find((network) => network.name === name) ?? null;
  }

  makesPictures({ order }: Run): boolean {
    return this.network(order.network)?.kind === 'synthesizer';
  }

  model(id: string | null): TrainerModel | null {
    return this.models.find((model) => model.id === id) ?? null;
  }

  readonly inUse = $derived(this.models.find(({ isInUse }) => isInUse) ?? null);

  #takeRuns(runs: readonly Run[]): void {
    const before = this.runs;
    this.runs = runs;
    if (before === null) return;
    for (const run of runs) this.#tellState(before.find(({ id }) => id === run.id) ?? null, run);
  }

  #takeRun(run: Run): void {
    const before = this.run(run.id);
    if (before === null) this.runs = [...(this.runs ?? []), run];
    else this.runs = this.runs!.map((each) => (each.id === run.id ? run : each));
    this.#tellState(before, run);
  }

  /** Counters change four times a second; a change of state is what somebody waits for. */
  #tellState(before: Run | null, run: Run): void {
    if (before !== null && before.state !== run.state)
      this.#announce(t.trainer.stateSaid(run.name, t.trainer.states[run.state]));
  }

  #takeData(data: readonly TrainerData[]): void {
    for (const each of data) {
      const before = this.dataOf(each.id);
      if (before !== null && before.state !== each.state)
        this.#announce(t.trainer.stateSaid(each.name, t.trainer.data.states[each.state]));
    }
    this.data = data;
  }
}

/** It runs, or is about to begin or to end. */
export const isActive = (state: Run['state']): boolean =>
  ['starting', 'running', 'paused', 'stopping', 'finishing'].includes(state);
