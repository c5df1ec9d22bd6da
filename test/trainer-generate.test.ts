/** Clips made in the tab with the generator of a run: real training processes, the real chore, a tiny generator. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Takes } from '../contract/channels/index.ts';
import type { TrainerData } from '../contract/channels/trainer-data.ts';
import type { RunOrder } from '../contract/channels/trainer-runs.ts';
import { SessionWriter } from '../electron/engine/session/index.ts';
import { openClipStore, splitOf } from '../models/data/clips/index.ts';
import { writeWindows } from './helpers/made-windows.ts';
import { tempFolder } from './helpers/temp-folder.ts';
import { smallOrder, takeClips, TrainerApp, writeSmallWindows } from './helpers/trainer-app.ts';

const root = tempFolder('trainer-generate');
const dataDir = join(root, 'data');
const windows = writeSmallWindows(root);
const RECOGNIZER = { epochs: 1, batch: 8 } as const;

let app: TrainerApp;
let real = '';
let maker = '';

beforeAll(async () => {
  app = new TrainerApp(dataDir);
  real = await takeClips(app, windows, 'Small windows');
  const least = { width: 2, residuals: 1, imageWidth: 2, videoWidth: 2, criticSteps: 1, cycleFrames: 1 };
  const { run } = await app.ask('trainer.add', {
    order: smallOrder(real, {
      ...{ name: 'A maker', network: 'au-icgan', preset: 'small', epochs: 1, batch: 4, learningRate: 1e-4 },
      // Untaught it paints something; moving faces it would copy.
      changes: { ...least, frames: 4, sizePx: 32, paints: 'face' },
    }),
  });
  maker = run;
  await app.until(maker, 'done');
});
afterAll(async () => await app[Symbol.asyncDispose]());

const order = (change: Partial<Takes<'trainer.generate'>> = {}): Takes<'trainer.generate'> => ({
  ...{ run: maker, data: real, name: 'Made clips', perClass: 12, seed: 1 },
  ...{ hasVisibleMark: true, rights: 'public-domain' },
  ...change,
});

const dataOf = async (id: string): Promise<TrainerData> =>
  (await app.ask('trainer.data', {})).find((data) => data.id === id)!;

async function generated(change: Partial<Takes<'trainer.generate'>> = {}): Promise<TrainerData> {
  const { data } = await app.ask('trainer.generate', order(change));
  return await app.waitFor(async () => {
    const now = await dataOf(data);
    return now.state === 'waiting' || now.state === 'preparing' ? null : now;
  });
}

const folderOf = (data: string): string => join(dataDir, 'training', 'data', data);

test('clips of a run’s generator are data of their own, marked as made, of people who may be learnt from', async () => {
  expect(await app.ask('trainer.generator', { run: maker })).toMatchObject({
    ...{ network: 'au-icgan', sizePx: 32, classes: [], aus: [4, 12], clipS: null },
  });
  const made = await generated();
  expect(made).toMatchObject({
    ...{ name: 'Made clips', kind: 'generated', state: 'ready', problem: null, rights: 'public-domain' },
    generation: {
      ...{ run: maker, runName: 'A maker', network: 'au-icgan', data: real, dataName: 'Small windows' },
      ...{ perClass: 12, seed: 1, hasVisibleMark: true },
    },
    // Only what moves can be asked for, and 4 and 12 are all that move here.
    content: { clips: 24, isSynthetic: true, isGenerated: true },
  });
  using store = openClipStore(folderOf(made.id));
  expect(store.index).toMatchObject({ synthetic: true, made: { mark: 'onset:synthetic', visibleMark: 1 } });
  for (const { subject, conditionSubject } of store.clips)
    expect([splitOf(subject), splitOf(conditionSubject!)]).toEqual(['train', 'train']);
  const provenance = JSON.parse(readFileSync(join(folderOf(made.id), 'provenance.json'), 'utf8')) as object;
  expect(provenance).toMatchObject({
    ...{ kind: 'generated', rights: 'public-domain', synthetic: true, mark: 'onset:synthetic' },
    generation: { run: maker, dataName: 'Small windows' },
  });

  // What is looked at carries both marks; what networks see has no stripes.
  const { clips } = await app.ask('trainer.clips', {
    ...{ data: made.id, part: 'all', class: null, from: 0, count: 10 },
  });
  expect(clips).toHaveLength(10);
  const shown = async (of: TrainerData): Promise<Uint8Array> =>
    (await app.ask('trainer.clip', { ref: { ...clips[0]!.ref, data: of.id }, widthPx: 32 })).frames[0]!;
  expect(Buffer.from(await shown(made)).includes('onset:synthetic')).toBe(true);
  const plain = await generated({ name: 'Without stripes', hasVisibleMark: false });
  expect(Buffer.from(await shown(plain)).equals(Buffer.from(await shown(made)))).toBe(false);
  const bytesOf = ({ id }: TrainerData): Buffer => readFileSync(join(folderOf(id), 'clips.u8'));
  expect(bytesOf(plain).equals(bytesOf(made))).toBe(true);
  // The second time it is known how long they take.
  expect((await app.ask('trainer.generator', { run: maker }))!.clipS).toBeGreaterThan(0);
});

test('a recognizer learns from them first, then from real clips, and its card says so; none is ever tested', async () => {
  const made = await generated({ name: 'To learn from' });
  const first = await app.ask('trainer.add', {
    order: smallOrder(made.id, { name: 'On made clips', ...RECOGNIZER }),
  });
  expect((await app.until(first.run, 'done')).problem).toBeNull();
  const second = await app.ask('trainer.add', {
    order: smallOrder(real, { name: 'On real clips', ...RECOGNIZER, from: first.run }),
  });
  const tuned = await app.until(second.run, 'done');
  const { text } = await app.ask('trainer.card', { model: tuned.model! });
  expect(text).toContain('| began with | the best of “On made clips” (epoch 1) |');
  expect(text).toContain(
    'generated (synthetic) by au-icgan in the run “A maker” from faces in “Small windows”',
  );
  expect(text).toContain('drawn over still portraits and generated by a network');
  const model = (await app.ask('trainer.models', {})).find(({ id }) => id === tuned.model)!;
  expect(model.trainedOn).toMatch(/^40 made clips of 10 people, after \d+ in earlier runs$/);

  // Beside real clips they are learnt from, and nobody of them chooses the epoch.
  const both = await app.ask('trainer.add', {
    order: smallOrder(real, { name: 'On both', ...RECOGNIZER, data: [real, made.id] }),
  });
  expect(await app.until(both.run, 'done')).toMatchObject({ trainSamples: 40 + 24, validationSamples: 16 });

  const { epochs, batch, learningRate, seed, changes } = smallOrder(real, RECOGNIZER);
  const evaluation = (...data: string[]): RunOrder => ({
    ...{ kind: 'evaluation', name: 'Tested', network: 'au-gacn', preset: 'light', protocol: 'holdout' },
    ...{ epochs, batch, learningRate, seed, changes, scheme: 'all', data },
  });
  await expect(app.ask('trainer.add', { order: evaluation(made.id) })).rejects.toMatchObject({
    ...{ code: 'evaluation-generated', facts: { data: 'To learn from' } },
  });
  // Nor is a run scored on them.
  const scoredOnMade = smallOrder(real, { validation: [made.id] });
  await expect(app.ask('trainer.add', { order: scoredOnMade })).rejects.toMatchObject({
    code: 'evaluation-generated',
  });
  const tested = await app.ask('trainer.add', { order: evaluation(real, made.id) });
  await app.until(tested.run, 'done');
  const result = (await app.ask('trainer.result', { run: tested.run }))!;
  expect(result.statements.join()).toContain('24 of the clips were made by a generator');
  // Three of fourteen people, four clips each, and no made clip of theirs.
  expect(result.folds).toMatchObject([{ samples: 12 }]);
  expect(result.folds[0]!.trainSamples).toBeLessThan(44 + 24);
});

test('what cannot be made is refused with a reason, and what is cancelled leaves nothing', async () => {
  const refused = async (change: Partial<Takes<'trainer.generate'>>): Promise<unknown> =>
    await app.ask('trainer.generate', order(change)).catch((error: unknown) => error);
  expect(await refused({ rights: null })).toMatchObject({ code: 'face-rights-missing' });
  expect(await refused({ data: 'aaaaaaaa' })).toMatchObject({ code: 'data-unknown' });
  const made = await generated({ name: 'Again', perClass: 1 });
  expect(await refused({ data: made.id })).toMatchObject({ code: 'generator-unlike' });
  const { run } = await app.ask('trainer.add', {
    order: smallOrder(real, { name: 'No maker', ...RECOGNIZER }),
  });
  await app.until(run, 'done');
  expect(await app.ask('trainer.generator', { run })).toBeNull();
  expect(await refused({ run })).toMatchObject({ code: 'generator-missing', facts: { run: 'No maker' } });

  const gone = join(root, 'gone');
  writeWindows(gone, 16, ['a', 'b', 'c', 'd']);
  const lost = await takeClips(app, gone, 'Lost');
  rmSync(gone, { recursive: true });
  expect(await refused({ data: lost })).toMatchObject({ code: 'data-unready' });

  // Faces of a session whose participant has not agreed.
  const session = app.library.reserve('Interview', 'live');
  {
    using writer = SessionWriter.create(session.path);
    writer.addFrame(0, 0);
    writer.finish();
  }
  app.library.refresh(session.session);
  const media = app.library.mediaDir(session.session);
  mkdirSync(media, { recursive: true });
  writeWindows(media, 16, ['a', 'b', 'c', 'd']);
  const faces = await takeClips(app, media, 'Interview clips');
  expect(await refused({ data: faces, rights: 'consent' })).toMatchObject({
    code: 'synthesis-without-consent',
    facts: { session: 'Interview' },
  });
  // Nor does a maker learn from them: what it makes on the way are changed faces of theirs.
  const learnsFromThem = smallOrder(faces, { network: 'au-icgan', preset: 'small' });
  await expect(app.ask('trainer.add', { order: learnsFromThem })).rejects.toMatchObject({
    code: 'synthesis-without-consent',
  });

  // One that is under way: its source and its run stay, and a cancel takes back every byte.
  const { data } = await app.ask('trainer.generate', order({ name: 'Long', perClass: 20_000 }));
  await app.waitFor(async () => ((await dataOf(data)).progress01 ?? 0) > 0 || null);
  await expect(app.ask('trainer.removeData', { data: real })).rejects.toMatchObject({ code: 'data-in-use' });
  await expect(app.ask('trainer.removeRun', { run: maker })).rejects.toMatchObject({ code: 'data-in-use' });
  await app.ask('trainer.cancelPreparation', { data });
  await app.waitFor(async () => (await dataOf(data)).state === 'cancelled' || null);
  expect(existsSync(folderOf(data))).toBe(false);
});

test('what the end of an engine has broken off is unfinished, and nothing of it is left', async () => {
  const other = join(root, 'broken off');
  mkdirSync(join(other, 'training', 'data', 'halfaaaa'), { recursive: true });
  writeFileSync(join(other, 'training', 'data', 'halfaaaa', 'clips.u8.tmp'), 'x');
  const made = await generated({ name: 'Half', perClass: 1 });
  const half = { ...made, id: 'halfaaaa', state: 'preparing', progress01: 0.4, content: null };
  writeFileSync(join(other, 'training', 'data.json'), JSON.stringify([half]));
  await using again = new TrainerApp(other);
  expect(await again.ask('trainer.data', {})).toMatchObject([
    { id: 'halfaaaa', state: 'cancelled', problem: { code: 'data-unfinished' } },
  ]);
  expect(readdirSync(join(other, 'training', 'data'))).toEqual([]);
});

test('the generator is carried elsewhere with a card', async () => {
  const outDir = join(root, 'carried');
  const { job } = await app.ask('trainer.exportGenerator', { run: maker, outDir });
  await app.waitFor(() => app.jobs.list().find(({ id, state }) => id === job && state === 'done') ?? null);
  expect(readdirSync(outDir).sort()).toEqual(['A maker generator.md', 'A maker generator.onnx']);
  const card = readFileSync(join(outDir, 'A maker generator.md'), 'utf8');
  expect(card).toContain('Everything that it makes is synthetic');
  expect(card).toContain('| is asked for | action units 4, 12 |');
  expect(card).toContain('| training | 1 of 1 epochs; batch 4, learning rate 0.0001, seed 1 |');
  expect(card).toContain('- Small windows (clips, from windows): 56 clips of 14 people');
});
