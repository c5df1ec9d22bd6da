import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallDataset, smallJob, smallOptions, smallProgram } from '../../test/helpers/small-training.ts';
import { folder, freshRunFolders, lossesOf, run, stepsOf } from '../../test/helpers/training-run.ts';
import { RunFolder, type Dataset } from './index.ts';

const root = freshRunFolders('train');

/** SGD with momentum in plain numbers, float64: the oracle of the small program and of the loop around it. */
function descend(
  x: readonly number[][],
  y: readonly number[][],
  w: number[][],
  steps: number,
  rate: number,
): number[] {
  const [rows, classes] = [x.length, y[0]!.length];
  const m = w.map((row) => row.map(() => 0));
  const b = y[0]!.map(() => 0);
  return Array.from({ length: steps }, () => {
    const p = x.map((row) => b.map((bias, k) => row.reduce((sum, v, f) => sum + v * w[f]![k]!, bias)));
    const e = p.map((row, i) => row.map((v, k) => v - y[i]![k]!));
    const scale = 2 / (rows * classes);
    for (const f of w.keys())
      for (const k of b.keys()) {
        const gradient = scale * e.reduce((sum, row, i) => sum + x[i]![f]! * row[k]!, 0);
        m[f]![k] = 0.9 * m[f]![k]! + gradient;
        w[f]![k]! -= rate * m[f]![k];
      }
    for (const k of b.keys()) b[k]! -= rate * scale * e.reduce((sum, row) => sum + row[k]!, 0);
    return e.flat().reduce((sum, v) => sum + v * v, 0) / (rows * classes);
  });
}

describe('a run', () => {
  it('computes what momentum descent computes in plain numbers', async () => {
    // One batch of the same four samples over and over. The mask is an input here, and keeps every feature (times 4/3).
    const program = smallProgram();
    const maskless = { ...program, noise: [], inputs: [...program.inputs, ...program.noise] };
    const points = smallDataset(4, 3);
    const inOrder = [0, 1, 2, 3].map((index) => ({ index, seed: null }));
    const dataset: Dataset = {
      ...points,
      readBatch: async () => ({ ...(await points.readBatch(inOrder)), u: new Float32Array(24).fill(0.9) }),
    };
    const { events } = await run({
      job: smallJob({ step: maskless, dataset, evaluation: null }),
      options: smallOptions({
        epochs: 12,
        schedules: { learningRate: { kind: 'constant', value: 0.2 } },
        sampling: { isBalanced: false, shares: null },
      }),
    });
    const batch = await points.readBatch(inOrder);
    const rowsOf = (values: ArrayLike<number>, width: number, factor = 1): number[][] =>
      Array.from({ length: values.length / width }, (_, i) =>
        Array.from({ length: width }, (_, j) => factor * values[i * width + j]!),
      );
    const expected = descend(
      rowsOf(batch['x'] as Float32Array, 6, 1 / 0.75),
      rowsOf(batch['y'] as Float32Array, 3),
      rowsOf(program.state[0]!.initial as Float32Array, 3),
      12,
      0.2,
    );
    const losses = lossesOf(events);
    expect(losses).toHaveLength(12);
    // float32 against float64 over a dozen steps of a contracting iteration
    for (const [step, loss] of losses.entries()) expect(loss / expected[step]!).toBeCloseTo(1, 4);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 3);
  });

  it('learns, says how it goes, and leaves a record, the best parameters and a model', async () => {
    const { ended, events } = await run({ options: smallOptions({ epochs: 12 }) });
    expect(ended).toMatchObject({ ending: 'completed', step: 60, model: folder.modelPath });
    expect(ended.best!.metrics['uf1']).toBeGreaterThan(0.9);
    expect(events[0]).toMatchObject({ event: 'started', parameters: 21, steps: 60, resumedAt: null });
    const step = stepsOf(events)[30]!;
    expect(step.samplesPerS).toBeGreaterThan(0);
    expect(step.leftS).toBeGreaterThan(0);
    expect(step.memoryBytes).toBeGreaterThan(1e6);
    expect(step.scalars).toHaveProperty('gradNorm');
    expect(step.scalars['learningRate']).toBeLessThan(0.1);
    const record = folder.readRecord();
    expect(record).toMatchObject({ step: 60, ending: 'completed', network: { name: 'small' } });
    expect(record.history).toHaveLength(12);
    expect(readdirSync(folder.path).sort()).toEqual(
      ['run.json', record.state.file, record.best!.file, 'model.onnx'].sort(),
    );
  });

  it('ends when the watched metric stops improving, and keeps the parameters of the best epoch', async () => {
    const { ended } = await run({ options: smallOptions({ epochs: 100, patience: 3 }) });
    const { best, history } = folder.readRecord();
    expect(ended.ending).toBe('no-improvement');
    expect(history.length - best!.epoch).toBe(3);
    expect(history[best!.epoch - 1]!.metrics).toEqual(best!.metrics);
  });

  it('finishes when it is told: the open epoch is scored and a model written', async () => {
    const { ended } = await run({}, (event, control) => {
      if (event.event === 'step' && event.step === 7) control.tell('finish');
    });
    expect(ended).toMatchObject({ ending: 'finished-early', step: 7, model: folder.modelPath });
    expect(folder.readRecord().history.map(({ step }) => step)).toEqual([5, 7]);
    expect(existsSync(folder.modelPath)).toBe(true);
  });

  it('pauses between steps, and goes on to the same numbers', async () => {
    const straight = await run({ to: new RunFolder(join(root, 'straight')) });
    let seen = 0;
    const paused = await run({}, (event, control) => {
      if (event.event === 'step' && event.step === 3) control.tell('pause');
      if (event.event === 'paused') {
        seen = event.step;
        setTimeout(() => control.tell('resume'), 50);
      }
    });
    expect(seen).toBe(3);
    expect(lossesOf(paused.events)).toEqual(lossesOf(straight.events));
  });
});
