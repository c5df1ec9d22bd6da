/**
 * The curves of one run: what the engine has kept of it, and what has come since. Points come several times a second,
 * so they lie in plain arrays; `version` says that there are more.
 */
import type { Problem } from '../../../contract/channels/fields.ts';
import type { Curve, RunEpoch, RunPoints } from '../../../contract/channels/trainer-runs.ts';
import type { Points } from '../charts/curve.ts';
import type { Engine } from '../trainer.svelte.ts';

export type CurveGroup = Curve['group'];

export interface RunCurve extends Points {
  readonly name: string;
  readonly group: CurveGroup;
  readonly x: number[];
  readonly y: number[];
}

/** As many as a screen has columns several times over; the engine thins what is asked again. */
const POINTS_MAX = 8000;

export class RunCurves {
  version = $state(0);
  epochs: readonly RunEpoch[] = $state.raw([]);
  isKnown = $state(false);
  problem: Problem | null = $state.raw(null);
  readonly run: string;
  readonly #engine: Engine;
  #curves: RunCurve[] = [];
  /** What came while the history was asked for. */
  #early: RunPoints[] = [];
  #earlyEpochs: RunEpoch[] = [];
  #isLoading = false;

  constructor(engine: Engine, run: string) {
    this.#engine = engine;
    this.run = run;
  }

  /** Listens until the returned function is called. */
  attach(): () => void {
    const ends = [
      this.#engine.on('trainer.points', (points) => this.#takePoints(points)),
      this.#engine.on('trainer.epoch', ({ run, epoch }) => this.#takeEpoch(run, epoch)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    try {
      const history = await this.#engine.call('trainer.history', { run: this.run });
      this.#curves = [];
      for (const curve of history.curves) this.#append(curve);
      this.epochs = history.epochs;
      for (const points of this.#early) for (const curve of points.curves) this.#append(curve);
      for (const epoch of this.#earlyEpochs) this.#addEpoch(epoch);
      this.problem = null;
    } catch (error) {
      this.problem = this.#engine.problemOf(error);
    }
    this.#early = [];
    this.#earlyEpochs = [];
    this.#isLoading = false;
    this.isKnown = true;
    this.version++;
  }

  of(group: CurveGroup): readonly RunCurve[] {
    return this.#curves.filter((curve) => curve.group === group);
  }

  get(group: CurveGroup, name: string): RunCurve | null {
    return this.#curves.find((curve) => curve.group === group && curve.name === name) ?? null;
  }

  #takePoints(points: RunPoints): void {
    if (points.run !== this.run) return;
    if (this.#isLoading) {
      this.#early.push(points);
      return;
    }
    for (const curve of points.curves) this.#append(curve);
    this.version++;
    if (this.#curves.some(({ x }) => x.length > POINTS_MAX)) void this.load();
  }

  #takeEpoch(run: string, epoch: RunEpoch): void {
    if (run !== this.run) return;
    if (this.#isLoading) {
      this.#earlyEpochs.push(epoch);
      return;
    }
    this.#addEpoch(epoch);
    this.version++;
  }

  #addEpoch(epoch: RunEpoch): void {
    const others = this.epochs.filter((each) => each.epoch !== epoch.epoch);
    this.epochs = [
      ...(epoch.isBest ? others.map((each) => ({ ...each, isBest: false })) : others),
      epoch,
    ].sort((one, other) => one.epoch - other.epoch);
    const { step, losses, metrics } = epoch;
    const steps = Float64Array.of(step);
    for (const [group, numbers] of [
      ['epochLoss', losses],
      ['metric', metrics ?? {}],
    ] as const)
      for (const [name, value] of Object.entries(numbers))
        this.#append({ group, name, steps, values: Float32Array.of(value) });
  }

  /** Points that are there already (told while the history was on its way) are not taken twice. */
  #append({ group, name, steps, values }: Curve): void {
    let curve = this.get(group, name);
    if (curve === null) {
      curve = { group, name, x: [], y: [] };
      this.#curves.push(curve);
    }
    const last = curve.x.at(-1) ?? -Infinity;
    for (const [index, step] of steps.entries()) {
      if (step <= last) continue;
      curve.x.push(step);
      curve.y.push(values[index]!);
    }
  }
}
