/** The Trainer's engine side from outside: handlers, queue, real training processes on small made windows. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../contract/channels/trainer-runs.ts';
import type { LiveState } from '../contract/channels/live.ts';
import { LIVE_OFF } from '../contract/channels/live.ts';
import { DEFAULT_TRAINER_SETTINGS } from '../contract/channels/trainer.ts';
import { shippedRecognizer } from '../electron/engine/infer/index.ts';
import { isAlive } from '../electron/app/trainer/owner.ts';
import { RunFolder } from '../models/train/run-folder.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import { smallOrder, takeClips, TrainerApp, writeSmallWindows } from './helpers/trainer-app.ts';

const root = tempFolder('trainer-app');
const windows = writeSmallWindows(root);
const LONG = { epochs: 1000, batch: 4 };
const LIVE: LiveState = { ...LIVE_OFF, state: 'running' };

const addData = (app: TrainerApp, path = windows, name = 'Small windows'): Promise<string> =>
  takeClips(app, path, name);

/** Waits until a run has done some steps. */
const untilStep = (app: TrainerApp, id: string, step: number): Promise<Run> =>
  app.waitFor(async () => {
    const run = await app.run(id);
    if (run.state === 'failed') throw new Error(`the run failed: ${JSON.stringify(run.problem)}`);
    return run.step >= step ? run : null;
  });

test('from clips to an installed recognizer and back, with everything a page draws on the way', async () => {
  await using app = new TrainerApp(join(root, 'whole'));
  const look = await app.ask('trainer.look', {
    source: { kind: 'path', path: windows },
    set: 'auto',
    samples: 6,
  });
  expect(look).toMatchObject({ kind: 'clips', needsPreparation: false, problem: null });
  expect(look.content).toMatchObject({ clips: 56, subjects: 14, isSynthetic: true });
  expect(look.samples).toHaveLength(6);
  // A picture that was drawn says so to programs.
  expect(Buffer.from(look.samples[0]!.jpeg).includes('onset:synthetic')).toBe(true);

  const data = await addData(app);
  const order = smallOrder(data);
  const estimate = await app.ask('trainer.estimate', { order });
  expect(estimate).toMatchObject({ trainSamples: 40, validationSamples: 16, steps: 10, wasBusy: false });
  expect(estimate.totalS).toBeCloseTo((10 * estimate.stepMs + 2 * 16 * estimate.scoreMs) / 1000, 6);
  expect(estimate.memoryBytes).toBeGreaterThan(100e6);
  const again = await app.ask('trainer.estimate', { order: smallOrder(data, { epochs: 4 }) });
  expect(again).toMatchObject({ measuredAt: estimate.measuredAt, steps: 20 });

  const { run } = await app.ask('trainer.add', { order });
  const done = await app.until(run, 'done');
  expect(done).toMatchObject({ ending: 'completed', step: 10, epoch: 2, modelProblem: null, problem: null });
  const history = await app.ask('trainer.history', { run });
  expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const loss = history.curves.find(({ name, group }) => name === 'loss' && group === 'loss')!;
  expect([...loss.steps]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  // What was told as it came is what can be read afterwards.
  const told = app.told
    .filter(({ name }) => name === 'trainer.points')
    .flatMap(({ payload }) => (payload as { curves: { name: string; values: Float32Array }[] }).curves)
    .filter(({ name }) => name === 'loss')
    .flatMap(({ values }) => [...values]);
  expect(told).toEqual([...loss.values]);

  // Cells of the confusion matrix hold the clips that the best epoch counted.
  const best = history.epochs.find(({ isBest }) => isBest)!;
  const cell = await app.ask('trainer.cell', { run, known: 0, said: 0, from: 0, count: 5 });
  expect(cell.confusion).toEqual(best.confusion);
  for (const said of [0, 1, 2, 3]) {
    const { count, clips } = await app.ask('trainer.cell', { run, known: 2, said, from: 0, count: 200 });
    expect(count).toBe(cell.confusion.counts[2]![said]);
    expect(clips).toHaveLength(count);
    for (const { facts } of clips) expect(facts).toMatchObject({ known: 2, isSynthetic: true });
    const [first] = clips;
    if (first === undefined) continue;
    const pictures = await app.ask('trainer.clip', { ref: first.facts.ref, widthPx: 32 });
    expect(pictures.frames).toHaveLength(16);
    expect(pictures.class).toBe('surprise');
  }
  const itself = await app.ask('trainer.compare', { first: run, second: run });
  expect(itself).toMatchObject({ clips: 16, onlyFirst: 0, onlySecond: 0, p: 1 });

  const model = done.model!;
  expect(app.trainer.recognizer()).toBe(shippedRecognizer());
  const installed = await app.ask('trainer.install', { model });
  expect(installed.find(({ isInUse }) => isInUse)).toMatchObject({ id: model, origin: 'trained', run });
  expect(app.trainer.recognizer()).toContain(model);
  await expect(app.ask('trainer.removeModel', { model })).rejects.toMatchObject({ code: 'model-in-use' });

  const card = await app.ask('trainer.card', { model });
  expect(card.text).toContain('not been validated on spontaneous micro-expressions');
  expect(card.text).toContain('40 clips, scored on 16 of other people');
  const sha256 = installed.find(({ id }) => id === model)!.sha256;
  await app.ask('trainer.setCard', { model, text: `${card.text}\nWe have looked at it.\n` });
  expect((await app.ask('trainer.card', { model })).text).toContain('We have looked at it.');
  expect((await app.ask('trainer.models', {})).find(({ id }) => id === model)!.sha256).toBe(sha256);

  const out = join(root, 'exported');
  const { job } = await app.ask('trainer.exportModel', { model, outDir: out });
  await app.waitFor(() => (app.jobs.find(job)?.state === 'done' ? true : null));
  const exported = join(out, 'A small run.onnx');
  expect(readFileSync(join(out, 'A small run.md'), 'utf8')).toContain('We have looked at it.');
  await app.ask('trainer.install', { model: 'shipped' });
  await app.ask('trainer.removeModel', { model });
  expect(await app.ask('trainer.importModel', { input: { kind: 'path', path: exported } })).toEqual({
    model,
  });
  expect((await app.ask('trainer.card', { model })).text).toContain('We have looked at it.');

  writeFileSync(join(out, 'broken.onnx'), readFileSync(exported).subarray(0, 5000));
  const broken = app.ask('trainer.importModel', { input: { kind: 'path', path: join(out, 'broken.onnx') } });
  await expect(broken).rejects.toMatchObject({ code: 'model-unusable' });
  const shipped = (await app.ask('trainer.models', {})).find(({ origin }) => origin === 'shipped')!;
  await expect(app.ask('trainer.setCard', { model: shipped.id, text: 'x' })).rejects.toMatchObject({
    code: 'model-fixed',
  });
  expect(app.logged).toEqual([]);
});

test('buttons during a run, and the order of those that wait', async () => {
  await using app = new TrainerApp(join(root, 'buttons'));
  const data = await addData(app);
  const add = async (name: string) =>
    (await app.ask('trainer.add', { order: smallOrder(data, { ...LONG, name }) })).run;
  const [first, second, third] = [await add('first'), await add('second'), await add('third')];
  await untilStep(app, first, 2);
  expect((await app.ask('trainer.runs', {})).map(({ state }) => state)).toEqual([
    'running',
    'waiting',
    'waiting',
  ]);
  await app.ask('trainer.move', { run: third, to: 0 });
  expect((await app.ask('trainer.runs', {})).map(({ name }) => name)).toEqual(['first', 'third', 'second']);

  await app.ask('trainer.command', { run: first, command: 'pause' });
  const paused = await app.until(first, 'paused');
  expect(
    RunFolder.prototype.readRecord.call(new RunFolder(join(root, 'buttons', 'training', 'runs', first))).step,
  ).toBe(paused.step);
  await app.ask('trainer.command', { run: first, command: 'resume' });
  await untilStep(app, first, paused.step + 1);
  await expect(app.ask('trainer.removeRun', { run: first })).rejects.toMatchObject({ code: 'run-busy' });
  await expect(app.ask('trainer.removeData', { data })).rejects.toMatchObject({ code: 'data-in-use' });
  await app.ask('trainer.command', { run: first, command: 'finish' });
  const finished = await app.until(first, 'done');
  expect(finished).toMatchObject({ ending: 'finished-early', epoch: Math.ceil(finished.step / 10) });
  expect(finished.model).not.toBeNull();

  await untilStep(app, third, 1);
  await app.ask('trainer.command', { run: second, command: 'stop' });
  expect(await app.run(second)).toMatchObject({ state: 'stopped', step: 0 });
  await app.ask('trainer.command', { run: third, command: 'stop' });
  const stopped = await app.until(third, 'stopped');
  await app.ask('trainer.command', { run: third, command: 'go-on' });
  const resumed = await untilStep(app, third, stopped.step + 1);
  expect(resumed.step).toBeLessThan(stopped.step + 60);
  await expect(app.ask('trainer.command', { run: second, command: 'pause' })).rejects.toMatchObject({
    code: 'run-busy',
  });
  await app.ask('trainer.command', { run: third, command: 'stop' });
  await app.until(third, 'stopped');
  await app.ask('trainer.removeRun', { run: third });
  expect(existsSync(join(root, 'buttons', 'training', 'runs', third))).toBe(false);
  await expect(app.ask('trainer.history', { run: third })).rejects.toMatchObject({ code: 'run-unknown' });
});

test('the engine killed in the middle of an epoch: the run goes on by itself, to the steps it would have had', async () => {
  const dataDir = join(root, 'killed');
  const setUp = new TrainerApp(dataDir);
  const data = await addData(setUp);
  await setUp[Symbol.asyncDispose]();
  const child = fork(join(import.meta.dirname, 'helpers', 'trainer-child.ts'), [dataDir, data], {
    serialization: 'advanced',
    silent: true,
  });
  let seen: Run | null = null;
  child.on('message', (run: Run) => (seen = run));
  const watcher = new Promise<Run>((resolve) =>
    child.on('message', (run: Run) => {
      if (run.step >= 13) resolve(run);
    }),
  );
  const { id } = await watcher;
  // Another window on the same data folder looks on, and is refused the buttons.
  await using onlooker = new TrainerApp(dataDir);
  expect((await onlooker.run(id)).state).toBe('running');
  await expect(onlooker.ask('trainer.command', { run: id, command: 'stop' })).rejects.toMatchObject({
    code: 'trainer-elsewhere',
  });
  child.kill('SIGKILL');
  await once(child, 'exit');

  const { step } = seen!;
  await using app = new TrainerApp(dataDir);
  expect(['waiting', 'starting']).toContain((await app.run(id)).state);
  const goneOn = await untilStep(app, id, step + 4);
  expect(goneOn.state).toBe('running');
  const { curves } = await app.ask('trainer.history', { run: id });
  const steps = [...curves.find(({ name, group }) => name === 'loss' && group === 'loss')!.steps];
  // Every step once: those that were told and not saved are told again in their place.
  expect(new Set(steps).size).toBe(steps.length);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBeGreaterThan(step);

  // Now the trainer alone dies.
  const kept = readFileSync(join(dataDir, 'training', 'runs.json'), 'utf8');
  const [{ pid }] = JSON.parse(kept) as [{ pid: number }];
  expect(isAlive(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
  const failed = await app.until(id, 'failed');
  expect(failed.problem).toMatchObject({ code: 'training-killed' });
  expect(failed.problem!.message).toContain('SIGKILL');
  expect(failed.isResumable).toBe(true);
  await app.ask('trainer.command', { run: id, command: 'go-on' });
  const again = await app.until(id, 'running');
  expect(again.problem).toBeNull();
});

test('a live view: the run yields, is held, or goes on, and says so', async () => {
  await using app = new TrainerApp(join(root, 'live'));
  const data = await addData(app);
  await app.ask('trainer.setSettings', { ...DEFAULT_TRAINER_SETTINGS, threads: 2 });
  const { run } = await app.ask('trainer.add', { order: smallOrder(data, LONG) });
  await untilStep(app, run, 1);
  app.trainer.heardLive(LIVE);
  const yielding = await app.waitFor(async () => {
    const now = await app.run(run);
    return now.pace === 'yielding' && now.state === 'starting' ? now : null;
  });
  await untilStep(app, run, yielding.step + 2);
  expect((await app.run(run)).pace).toBe('yielding');

  await app.ask('trainer.setSettings', { ...DEFAULT_TRAINER_SETTINGS, whileLive: 'hold', threads: 2 });
  const held = await app.until(run, 'paused');
  expect(held.pace).toBe('held');
  app.trainer.heardLive(LIVE_OFF);
  await app.until(run, 'running');
  expect((await app.run(run)).pace).toBe('usual');
  await app.ask('trainer.setSettings', { ...DEFAULT_TRAINER_SETTINGS, whileLive: 'go-on', threads: 2 });
  app.trainer.heardLive(LIVE);
  expect((await app.run(run)).pace).toBe('unyielding');
});

test('why a run died, and what to do', async () => {
  await using app = new TrainerApp(join(root, 'died'));
  const other = writeSmallWindows(root, 'other windows', 2);
  const data = await addData(app, other, 'Others');
  const wild = await app.ask('trainer.add', {
    // Beyond what a float of 32 bits holds.
    order: smallOrder(data, { changes: { sizePx: 32, auWeight: 1e39 } }),
  });
  const diverged = await app.until(wild.run, 'failed', 'done');
  expect(diverged.problem).toMatchObject({ code: 'training-diverged' });
  expect(diverged.problem!.remedy).toContain('lower learning rate');
  const bytes = readFileSync(join(other, 'clips.u8'));
  bytes[12_345]! ^= 1;
  writeFileSync(join(other, 'clips.u8'), bytes);
  const damaged = await app.ask('trainer.add', { order: smallOrder(data) });
  expect((await app.until(damaged.run, 'failed')).problem).toMatchObject({ code: 'clips-damaged' });
  rmSync(other, { recursive: true });
  await expect(app.ask('trainer.add', { order: smallOrder(data) })).rejects.toMatchObject({
    code: 'data-unready',
  });
  expect((await app.ask('trainer.data', {}))[0]!.state).toBe('gone');
});

test('a network that makes pictures: a curve for every loss, pictures on the way, and a generator at the end', async () => {
  await using app = new TrainerApp(join(root, 'maker'));
  const data = await addData(app);
  const least = { width: 2, residuals: 1, imageWidth: 2, videoWidth: 2, criticSteps: 1, cycleFrames: 1 };
  const { run } = await app.ask('trainer.add', {
    order: smallOrder(data, {
      ...{ network: 'au-icgan', preset: 'small', epochs: 1000, batch: 4, learningRate: 1e-4 },
      changes: { ...least, frames: 4, sizePx: 32 },
    }),
  });
  await untilStep(app, run, 3);
  await app.ask('trainer.command', { run, command: 'pause' });
  const { step } = await app.until(run, 'paused');
  await app.ask('trainer.command', { run, command: 'resume' });
  await untilStep(app, run, step + 1);
  const [sample] = await app.waitFor(async () => {
    const samples = await app.ask('trainer.samples', { run });
    return samples.length > 0 ? samples : null;
  });
  const { bytes, type } = await app.ask('trainer.sample', { run, name: sample!.name });
  expect([sample!.epoch, type]).toEqual([2, 'image/png']);
  expect(Buffer.from(bytes).includes('synthetic')).toBe(true);
  await app.ask('trainer.command', { run, command: 'finish' });
  // It makes pictures and names nothing, so there is no model to install.
  const done = await app.until(run, 'done');
  expect(done).toMatchObject({ ending: 'finished-early', model: null, modelProblem: null, problem: null });
  expect(existsSync(join(root, 'maker', 'training', 'runs', run, 'generator.onnx'))).toBe(true);
  const { curves } = await app.ask('trainer.history', { run });
  const losses = curves.filter(({ group }) => group === 'loss');
  const sevenAndTheirSum = 'loss adversarial cycle attention units ssim emotion authenticity'.split(' ');
  const critics =
    'critics image.adversarial image.units image.penalty video.adversarial video.emotion video.penalty';
  for (const name of [...sevenAndTheirSum, ...critics.split(' ')]) {
    const curve = losses.find((each) => each.name === name);
    expect(curve?.steps.length, name).toBeGreaterThan(1);
    expect([...curve!.values].every(Number.isFinite), name).toBe(true);
  }
  // Programs take turns, and so do their points.
  const stepsOf = (name: string): number[] => [...losses.find((each) => each.name === name)!.steps];
  expect(stepsOf('loss').filter((at) => stepsOf('critics').includes(at))).toEqual([]);
});

test('an evaluation: folds one by one, a table of them, and a pause between', async () => {
  await using app = new TrainerApp(join(root, 'evaluation'));
  const data = await addData(app);
  const { epochs, batch, learningRate, seed, changes } = smallOrder(data, { epochs: 1 });
  const { run } = await app.ask('trainer.add', {
    order: {
      ...{ kind: 'evaluation', name: 'Each person once', network: 'au-gacn', preset: 'light', data: [data] },
      ...{ epochs, batch, learningRate, seed, changes, protocol: 'loso', scheme: 'all' },
    },
  });
  const some = await app.waitFor(async () => {
    const now = await app.run(run);
    if (now.state === 'failed') throw new Error(JSON.stringify(now.problem));
    return now.folds !== null && now.folds.done >= 1 ? now : null;
  });
  expect(some.folds!.of).toBe(14);
  await app.ask('trainer.command', { run, command: 'pause' });
  const paused = await app.until(run, 'paused');
  const part = await app.ask('trainer.result', { run });
  expect(part!.folds).toHaveLength(paused.folds!.done);
  expect(part!.foldCount).toBe(14);
  expect(part!.statements.join()).toContain('of 14 folds are done');
  // A cell holds the clips that it counts, each with its frames.
  const { counts } = part!.confusion;
  const known = counts.findIndex((row) => row.some((count) => count > 0));
  const said = counts[known]!.findIndex((count) => count > 0);
  const cell = await app.ask('trainer.cell', { run, known, said, from: 0, count: 200 });
  expect(cell.confusion).toEqual(part!.confusion);
  expect([cell.count, cell.clips.length]).toEqual([counts[known]![said], counts[known]![said]]);
  const tested = new Set(part!.folds.map(({ held }) => held));
  for (const { facts, probabilities } of cell.clips) {
    expect(facts).toMatchObject({ known, isSynthetic: true });
    expect([...tested].some((held) => held.includes(facts.subject))).toBe(true);
    expect(probabilities!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  }
  const pictures = await app.ask('trainer.clip', { ref: cell.clips[0]!.facts.ref, widthPx: 32 });
  expect(pictures.class).toBe(part!.confusion.classes[known]);
  const itself = await app.ask('trainer.compare', { first: run, second: run });
  expect(itself).toMatchObject({ clips: 4 * part!.folds.length, onlyFirst: 0, onlySecond: 0 });

  await expect(app.ask('trainer.command', { run, command: 'finish' })).rejects.toMatchObject({
    code: 'run-busy',
  });
  await app.ask('trainer.command', { run, command: 'resume' });
  const more = await app.waitFor(async () => {
    const now = await app.run(run);
    if (now.state === 'failed') throw new Error(JSON.stringify(now.problem));
    return now.folds!.done > paused.folds!.done ? now : null;
  });
  expect(more.state).toBe('running');
  await app.ask('trainer.command', { run, command: 'stop' });
  expect(await app.until(run, 'stopped')).toMatchObject({ isResumable: true });
});
