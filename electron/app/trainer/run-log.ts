/**
 * What a run told as it went on, one JSON line each, in the run's folder: means of some steps, and epochs. The file grows
 * with the run and not with its number of steps, and survives whoever writes it.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Curve, RunHistory } from '../../../contract/channels/trainer-runs.ts';
import { RunEpoch } from '../../../contract/channels/trainer-runs.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { TrainingEpoch, TrainingStep } from '../../../contract/training.ts';

const Numbers = v.record(v.string(), v.number());
const StepLine = v.object({ step: v.number(), losses: Numbers, scalars: Numbers });
type StepLine = v.InferOutput<typeof StepLine>;
const Line = v.union([StepLine, v.object({ epoch: RunEpoch })]);
type Line = v.InferOutput<typeof Line>;

const FILE = 'told.jsonl';

/** Lines of steps that a whole run writes at most: ten times what a chart can show. */
const MOST_STEP_LINES = 20_000;

export class RunLog {
  readonly #path: string;
  #stride = 1;
  #sums = newSums();

  constructor(folder: string) {
    this.#path = join(folder, FILE);
  }

  /** Lines of steps after this one were not saved, and will be told again. */
  begin(resumedAt: number, steps: number): void {
    this.#stride = Math.max(1, Math.ceil(steps / MOST_STEP_LINES));
    this.#sums = newSums();
    const kept = this.read().filter((line) => stepOf(line) <= resumedAt);
    write(this.#path, () => {
      writeFileSync(`${this.#path}.tmp`, kept.map(lineOf).join(''), { mode: 0o600 });
      renameSync(`${this.#path}.tmp`, this.#path);
    });
  }

  /** The line that was written, which is of several steps where there are many; null: not yet. */
  step({ step, losses, scalars }: TrainingStep): StepLine | null {
    this.#sums.add(losses, scalars);
    if (step % this.#stride !== 0) return null;
    const line = { step, ...this.#sums.means() };
    this.#sums = newSums();
    write(this.#path, () => appendFileSync(this.#path, lineOf(line)));
    return line;
  }

  epoch(event: TrainingEpoch): RunEpoch {
    const epoch = epochOf(event);
    write(this.#path, () => appendFileSync(this.#path, lineOf({ epoch })));
    return epoch;
  }

  /** A line that a crash has cut short is none. */
  read(): Line[] {
    if (!existsSync(this.#path)) return [];
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .flatMap((text) => {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Line), text);
        return parsed.success ? [parsed.output] : [];
      });
  }

  history(run: string): RunHistory {
    const lines = this.read();
    const epochs = lines.flatMap((line) => ('epoch' in line ? [line.epoch] : []));
    const best = epochs.findLast(({ isBest }) => isBest)?.epoch ?? null;
    return {
      run,
      curves: [...curvesOf(lines.filter((line) => 'step' in line)), ...epochCurves(epochs)].map(thin),
      epochs: epochs.map((epoch) => ({ ...epoch, isBest: epoch.epoch === best })),
    };
  }
}

/** Lines as curves: each name its own, over the steps that have it. */
export function curvesOf(lines: readonly StepLine[]): Curve[] {
  const loss = lines.map(({ step, losses }) => ({ step, values: losses }));
  const scalar = lines.map(({ step, scalars }) => ({ step, values: scalars }));
  return [...byName('loss', loss), ...byName('scalar', scalar)];
}

const epochCurves = (epochs: readonly RunEpoch[]): Curve[] => [
  ...byName(
    'epochLoss',
    epochs.map(({ step, losses }) => ({ step, values: losses })),
  ),
  ...byName(
    'metric',
    epochs.map(({ step, metrics }) => ({ step, values: metrics ?? {} })),
  ),
];

function byName(
  group: Curve['group'],
  rows: readonly { readonly step: number; readonly values: Readonly<Record<string, number>> }[],
): Curve[] {
  const names = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  return [...names].map((name) => {
    const own = rows.filter(({ values }) => name in values);
    return {
      name,
      group,
      steps: Float64Array.from(own, ({ step }) => step),
      values: Float32Array.from(own, ({ values }) => values[name]!),
    };
  });
}

/** Points of a curve at most: more than a wide screen has pixels. */
const MOST_POINTS = 2000;

/** Means of neighbours, each at its last step, where there are too many. */
function thin(curve: Curve): Curve {
  const { steps, values } = curve;
  const of = Math.ceil(steps.length / MOST_POINTS);
  if (of <= 1) return curve;
  const count = Math.ceil(steps.length / of);
  return {
    ...curve,
    steps: Float64Array.from({ length: count }, (_, at) => steps[Math.min(steps.length, (at + 1) * of) - 1]!),
    values: Float32Array.from({ length: count }, (_, at) => mean(values.subarray(at * of, (at + 1) * of))),
  };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const epochOf = ({ epoch, step, losses, metrics, confusion, isBest }: TrainingEpoch): RunEpoch => ({
  ...{ epoch, step, losses: { ...losses }, metrics: metrics && { ...metrics }, isBest },
  confusion: confusion && {
    classes: [...confusion.classes],
    counts: confusion.counts.map((row) => [...row]),
  },
});

const stepOf = (line: Line): number => ('epoch' in line ? line.epoch.step : line.step);
const lineOf = (line: Line): string => `${JSON.stringify(line)}\n`;

function write(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}

/** Sums of what some steps told; programs that take turns do not tell the same names. */
function newSums(): {
  add(losses: Readonly<Record<string, number>>, scalars: Readonly<Record<string, number>>): void;
  means(): Pick<StepLine, 'losses' | 'scalars'>;
} {
  const sums = { losses: new Map<string, [number, number]>(), scalars: new Map<string, [number, number]>() };
  const add = (to: Map<string, [number, number]>, values: Readonly<Record<string, number>>): void => {
    for (const [name, value] of Object.entries(values)) {
      const [sum, count] = to.get(name) ?? [0, 0];
      to.set(name, [sum + value, count + 1]);
    }
  };
  const means = (of: Map<string, [number, number]>): Record<string, number> =>
    Object.fromEntries([...of].map(([name, [sum, count]]) => [name, sum / count]));
  return {
    add: (losses, scalars) => {
      add(sums.losses, losses);
      add(sums.scalars, scalars);
    },
    means: () => ({ losses: means(sums.losses), scalars: means(sums.scalars) }),
  };
}
