/** One fold from inside, on small made windows: what the tested side may decide (nothing), and what it is shown. */
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { EvaluatedFold } from '../contract/evaluation.ts';
import { type ClipEntry, ClipStoreWriter, openClipStore } from '../models/data/clips/index.ts';
import { RunFolder, TrainingControl } from '../models/train/index.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import type { EvaluationCall } from '../electron/trainer/evaluation/call.ts';
import { sidesOf } from '../electron/trainer/evaluation/fold-sides.ts';
import { type EvaluationPlan, planEvaluation } from '../electron/trainer/evaluation/plan.ts';
import { runFold } from '../electron/trainer/evaluation/run-fold.ts';

const root = tempFolder('fold');
const opening = new DisposableStack();
afterAll(() => opening.dispose());

const windows = join(root, 'windows');
writeWindows(windows, 24, ['a.jpg', 'b.jpg', 'c.jpg']);

/** The same bytes with labels changed. */
function relabelled(name: string, change: (clip: ClipEntry, at: number) => Partial<ClipEntry>): string {
  const folder = join(root, name);
  using store = openClipStore(windows);
  using writer = new ClipStoreWriter(folder);
  const bytes = store.newBytes();
  for (const [at, clip] of store.clips.entries()) {
    store.read(at, bytes);
    writer.add(bytes, { ...clip, ...change(clip, at) });
  }
  writer.finish(store.index);
  return folder;
}

const CALL: EvaluationCall = {
  network: 'au-gacn',
  preset: 'light',
  changes: { sizePx: 32, width: 8, mid: 4 },
  data: [{ name: 'windows', folder: windows }],
  cache: root,
  protocol: 'loso',
  tested: [],
  heldShare: 0.2,
  scheme: 'all',
  epochs: 2,
  batch: 8,
  learningRate: null,
  isBalanced: true,
  innerShare: 0,
  procedure: 'honest',
  from: null,
  macro: null,
  seed: 1,
  threads: 1,
  folder: join(root, 'out'),
};

async function planOf(change: Partial<EvaluationCall>): Promise<EvaluationPlan> {
  const preparing = { opening, signal: new AbortController().signal, jobs: 1, tell: () => undefined };
  const plan = await planEvaluation({ ...CALL, ...change }, preparing);
  if (plan === null) throw new Error('nobody stopped it');
  return plan;
}

/** The fold of the first person. */
async function firstFold(plan: EvaluationPlan): Promise<EvaluatedFold> {
  const fold = await runFold(plan, plan.learnt!, plan.folds[0]!, {
    control: new TrainingControl(),
    onStep: () => undefined,
  });
  if (fold === null) throw new Error('nobody stopped it');
  return fold;
}

const saidOf = ({ predictions }: EvaluatedFold): unknown =>
  predictions.map(({ said, probabilities, aus }) => [said, probabilities, aus?.map(({ logit }) => logit)]);

it('learns the same whatever is known of the tested clips', async () => {
  const honest = await firstFold(await planOf({ folder: join(root, 'honest') }));
  const permuted = relabelled('permuted', ({ subject, emotion, aus }) =>
    subject === 'a.jpg' ? { emotion: (emotion + 1) % 4, aus: aus!.length > 0 ? [] : [4, 12] } : {},
  );
  const plan = await planOf({
    data: [{ name: 'windows', folder: permuted }],
    folder: join(root, 'permuted out'),
  });
  const other = await firstFold(plan);
  expect(other.predictions.map(({ known }) => known)).not.toEqual(
    honest.predictions.map(({ known }) => known),
  );
  expect(saidOf(other)).toEqual(saidOf(honest));
  // And another one where the labels of those learnt from change.
  const learnt = relabelled('learnt', ({ subject, emotion }) =>
    subject === 'b.jpg' ? { emotion: (emotion + 1) % 4 } : {},
  );
  const third = await planOf({
    data: [{ name: 'windows', folder: learnt }],
    folder: join(root, 'learnt out'),
  });
  expect(saidOf(await firstFold(third))).not.toEqual(saidOf(honest));
});

it('goes by the tested clips where the published trap is asked for by its name', async () => {
  const trap = await planOf({ procedure: 'best-epoch-on-test', folder: join(root, 'trap') });
  const honest = await planOf({});
  expect(trap.folds[0]!.id).not.toBe(honest.folds[0]!.id);
  const folder = new RunFolder(join(root, 'trap', 'runs', trap.folds[0]!.id));
  const { epochs } = await firstFold(trap);
  const { history, best } = folder.readRecord();
  expect(history.every(({ metrics }) => metrics !== null)).toBe(true);
  expect(epochs).toBe(best!.epoch);
});

it('counts generated pictures of the tested people where that procedure is asked for by its name', async () => {
  const changes = {
    ...{ seenPx: 32, width: 4, bottleneck: 8, noise: 4, dExp: 8, dAdv: 8 },
    apexFrames: 1,
  };
  const iceGan = { network: 'ice-gan', preset: 'small', changes };
  const trap = await planOf({
    ...iceGan,
    procedure: 'generated-in-test',
    folder: join(root, 'generated trap'),
  });
  const { predictions, epochs } = await firstFold(trap);
  const honest = await firstFold(await planOf({ ...iceGan, folder: join(root, 'honest ice-gan') }));
  const real = predictions.slice(0, honest.predictions.length);
  const generated = predictions.slice(honest.predictions.length);
  expect(real.map(({ sample, known }) => [sample, known])).toEqual(
    honest.predictions.map(({ sample, known }) => [sample, known]),
  );
  expect(generated.map(({ sample, subject }) => [sample, subject])).toEqual(
    real.map(({ sample, subject }) => [`${sample}, generated`, subject]),
  );
  // What was asked for is drawn by lot, and is not what the real clips show.
  expect(generated.map(({ known }) => known)).not.toEqual(real.map(({ known }) => known));
  expect(new Set(generated.map(({ known }) => known)).size).toBeGreaterThan(1);
  const { best, history } = new RunFolder(
    join(root, 'generated trap', 'runs', trap.folds[0]!.id),
  ).readRecord();
  const watched = history.map(({ metrics }) => metrics!['generated-in-test.uf1']!);
  expect(watched[best!.epoch - 1]).toBe(Math.max(...watched));
  expect(epochs).toBe(best!.epoch);
});

it('refuses to count generated pictures of networks that generate none', async () => {
  const procedure = 'generated-in-test';
  for (const change of [{}, { network: 'lbp-top', preset: null, changes: {} }])
    await expect(planOf({ ...change, procedure })).rejects.toThrow('generates no pictures');
  const noGenerator = { network: 'ice-gan', preset: 'small', changes: { generator: 'A' } };
  await expect(planOf({ ...noGenerator, procedure })).rejects.toThrow('generates no pictures');
});

it('learns action units where they are coded, tests them where they are, and makes the graph of those learnt from', async () => {
  const some = relabelled('some coded', ({ subject }, at) =>
    subject === 'a.jpg' || at % 3 === 0 ? { aus: null } : {},
  );
  const plan = await planOf({ data: [{ name: 'windows', folder: some }], folder: join(root, 'some out') });
  expect(plan.aus).toEqual([4, 12]);
  const { predictions } = await firstFold(plan);
  for (const { aus } of predictions) expect(aus!.map(({ known }) => known)).toEqual([null, null]);
  const second = await runFold(plan, plan.learnt!, plan.folds[1]!, {
    control: new TrainingControl(),
    onStep: () => undefined,
  });
  const known = second!.predictions.flatMap(({ aus }) => aus!.map((unit) => unit.known));
  expect(new Set(known)).toEqual(new Set([0, 1, null]));
});

it('unlearns the difference from everyday expressions, of nobody who is tested', async () => {
  const macro = join(root, 'macro');
  writeWindows(macro, 16, ['a.jpg', 'm.jpg'], { seed: 5 });
  const small = {
    network: 'me-recognizer',
    preset: null,
    changes: { seenPx: 64, width: 2, part: 6 },
    macro,
    folder: join(root, 'domains'),
  };
  const plan = await planOf(small);
  const sides = sidesOf(plan, plan.folds[0]!);
  expect(new Set(sides.macro.map(({ subject }) => subject))).toEqual(new Set(['m.jpg']));
  expect(sidesOf(plan, plan.folds[1]!).macro).toHaveLength(16);
  const fold = await firstFold(plan);
  const record = new RunFolder(join(root, 'domains', 'runs', plan.folds[0]!.id)).readRecord();
  expect(Object.keys(record.history[0]!.losses)).toEqual(['loss', 'emotion', 'domain']);
  expect(record.options.schedules).toHaveProperty('domainCoefficient', { kind: 'logistic', over: 10_000 });
  expect(record.options.sampling.shares).toEqual([1, 1]);
  expect(record.data.training.samples).toBe(16 + 8);
  expect(fold.trainSamples).toBe(16);
  const without = await planOf({ ...small, macro: null });
  expect(without.folds[0]!.id).not.toBe(plan.folds[0]!.id);
});

it('does not begin with a run that does not say whom it learnt from', async () => {
  const earlier = await planOf({ folder: join(root, 'earlier') });
  await firstFold(earlier);
  const run = join(root, 'earlier', 'runs', earlier.folds[0]!.id);
  expect(new RunFolder(run).readRecord().subjects).toEqual(['b.jpg', 'c.jpg']);
  const plan = await planOf({ from: run, preset: null, folder: join(root, 'from') });
  // It left out the very person who is tested first, and knows the second.
  await firstFold(plan);
  const second = runFold(plan, plan.learnt!, plan.folds[1]!, {
    control: new TrainingControl(),
    onStep: () => undefined,
  });
  await expect(second).rejects.toThrow('b.jpg is tested and was learnt from in');
});

it('leaves out generated clips that repeat the movement of somebody who is tested', async () => {
  const generated = relabelled('generated', ({ subject }, at) =>
    subject === 'b.jpg' && at % 2 === 0 ? { conditionSubject: 'a.jpg' } : {},
  );
  const plan = await planOf({ data: [{ name: 'windows', folder: generated }] });
  const [first, second] = plan.folds.map((fold) => sidesOf(plan, fold).training);
  expect(first!.map(({ subject }) => subject).filter((subject) => subject === 'b.jpg')).toHaveLength(4);
  expect(first).toHaveLength(12);
  expect(second).toHaveLength(16);
});

it('takes ICE-GAN by its discriminator', async () => {
  const changes = { seenPx: 32, width: 4 };
  const plan = await planOf({
    network: 'ice-gan',
    preset: 'small',
    changes,
    epochs: 1,
    folder: join(root, 'ice'),
  });
  const { predictions } = await firstFold(plan);
  expect(predictions).toHaveLength(8);
  expect(predictions.every(({ aus }) => aus === null)).toBe(true);
});
