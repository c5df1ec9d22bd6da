import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { REQUESTS, type Takes } from '../../../contract/channels/index.ts';
import { AU_NUMBERS } from '../../../contract/au.ts';
import { exportSession } from '../../engine/export/index.ts';
import { openFile } from '../../engine/capture/index.ts';
import { Session, SessionWriter } from '../../engine/session/index.ts';
import {
  MADE,
  MADE_PROVENANCE,
  madeEvent,
  madeFace,
  madeInput,
  madeMeasurement,
  momentsOf,
  variableTimesUs,
  writeMadeSession,
} from '../../../test/helpers/made-session.ts';
import { makeNumberedClip, numberIn } from '../../../test/helpers/numbered-clip.ts';
import { reviewContext, SESSION } from '../../../test/helpers/review-context.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { readFileSync } from 'node:fs';
import { closeReview, reviewHandlers } from './index.ts';

const folder = tempFolder('review');
let count = 0;

function madeSession() {
  const path = join(folder, `made-${count++}.onset`);
  writeMadeSession(path)[Symbol.dispose]();
  const { context, told } = reviewContext(path);
  return { path, context, told, review: reviewHandlers(context) };
}

const session = SESSION;
const decision = (changes: Partial<Takes<'review.decide'>>): Takes<'review.decide'> => ({
  ...{ session, event: 1, rater: 'Ann', verdict: 'confirm' },
  ...{ onsetFrame: null, apexFrame: null, offsetFrame: null, label: null },
  ...changes,
});

test('an open session has what a page shows of it, and fits the contract', async () => {
  const { review } = madeSession();
  const view = await review['review.open']({ session });
  v.parse(REQUESTS['review.open'].gives, view);
  expect(view.frames).toBe(MADE.frames);
  expect(view.tracks.map(({ id, name }) => [id, name])).toEqual([
    [1, 'Person 1'],
    [2, 'Person 2'],
  ]);
  expect(view.events.map(({ id, review }) => [id, review])).toEqual([
    [1, 'unreviewed'],
    [2, 'unreviewed'],
    [3, 'relabelled'],
    [4, 'rejected'],
    [5, 'unreviewed'],
    [6, 'unreviewed'],
    [7, 'unreviewed'],
  ]);
  const relabelled = view.events[2]!;
  expect([relabelled.onset.frameIndex, relabelled.found.onset.frameIndex]).toEqual([31, 30]);
  expect(view.raters).toEqual(['Zoë "Z" <b>']);
  expect([view.canUndo, view.canRedo, view.hasSound]).toEqual([true, false, false]);
});

test('decisions are told, undone and redone, also after all was closed and opened again', async () => {
  const { review, context, told, path } = madeSession();
  const moved = await review['review.decide'](
    decision({ verdict: 'relabel', onsetFrame: 9, label: 'surprise' }),
  );
  v.parse(REQUESTS['review.decide'].gives, moved);
  expect(moved.events[0]).toMatchObject({
    review: 'relabelled',
    label: 'surprise',
    onset: { frameIndex: 9 },
  });
  // A later verdict that says nothing of moment and label leaves both where they are.
  const confirmed = await review['review.decide'](decision({ rater: 'Bo' }));
  expect(confirmed.events[0]).toMatchObject({
    review: 'confirmed',
    label: 'surprise',
    onset: { frameIndex: 9 },
  });
  expect(confirmed.events[0]!.decisions.map(({ rater }) => rater)).toEqual(['Ann', 'Bo']);
  expect(confirmed.raters).toEqual(['Zoë "Z" <b>', 'Ann', 'Bo']);
  expect(told).toHaveLength(2);

  await closeReview(context, session);
  const again = reviewHandlers(reviewContext(path).context);
  const undone = await again['review.undo']({ session });
  expect(undone).toMatchObject({
    canUndo: true,
    canRedo: true,
    told: 'Took back the decision about event 1',
  });
  expect(undone.events[0]).toMatchObject({ review: 'relabelled', label: 'surprise' });
  expect((await again['review.undo']({ session })).events[0]).toMatchObject({
    review: 'unreviewed',
    label: null,
  });
  const redone = await again['review.redo']({ session });
  expect(redone.events[0]).toMatchObject({ review: 'relabelled', onset: { frameIndex: 9 } });
  // Something new ends what could be redone.
  const rejected = await again['review.decide'](decision({ verdict: 'reject' }));
  expect([rejected.canUndo, rejected.canRedo]).toEqual([true, false]);
  expect((await again['review.redo']({ session })).events).toEqual([]);
  // The log keeps everything.
  using reader = Session.open(path);
  expect([...reader.acts()].map(({ kind }) => kind)).toEqual([
    ...['decide', 'decide', 'decide'],
    ...['decide', 'decide', 'undo', 'undo', 'redo', 'decide'],
  ]);
});

test('an added event, a note and a name come and go with their acts', async () => {
  const { review, path } = madeSession();
  const added = await review['review.add']({
    ...{ session, rater: 'Ann', track: 2, onsetFrame: 70, apexFrame: 72, offsetFrame: 75 },
    ...{ label: 'contempt', aus: [{ au: 14, side: 'left' }] },
  });
  const [event] = added.events;
  expect(event).toMatchObject({
    origin: 'added',
    review: 'confirmed',
    label: 'contempt',
    kind: 'micro',
    track: 2,
  });
  const noted = await review['review.note']({
    session,
    event: event!.id,
    timeUs: null,
    author: 'Ann',
    text: 'Look',
  });
  expect(noted.notes).toMatchObject([{ text: 'Look', event: event!.id }]);
  const named = await review['review.nameTrack']({ session, track: 2, name: 'Guest' });
  expect(named.tracks.map(({ name }) => name)).toEqual(['Person 1', 'Guest']);

  expect((await review['review.undo']({ session })).tracks.map(({ name }) => name)).toEqual([
    'Person 1',
    'Person 2',
  ]);
  expect((await review['review.undo']({ session })).removedNotes).toEqual([noted.notes[0]!.id]);
  expect((await review['review.undo']({ session })).removedEvents).toEqual([event!.id]);
  using reader = Session.open(path);
  expect([...reader.events()]).toHaveLength(7);
  expect((await review['review.redo']({ session })).events).toMatchObject([
    { id: event!.id, origin: 'added' },
  ]);
});

test('what the page shows is what export writes', async () => {
  const { review, path } = madeSession();
  await review['review.decide'](decision({ event: 2, verdict: 'relabel', apexFrame: 17, label: 'fear' }));
  await review['review.decide'](decision({ event: 5, verdict: 'reject' }));
  await review['review.undo']({ session });
  const view = await review['review.open']({ session });
  using reader = Session.open(path);
  const [file] = await exportSession(reader, ['json'], folder, `same-${count}`);
  const written = JSON.parse(readFileSync(file!, 'utf8')) as {
    events: {
      onset: { frame: number };
      apex: { frame: number };
      emotion: string | null;
      review: { state: string };
    }[];
  };
  expect(
    written.events.map(({ onset, apex, emotion, review }) => [
      onset.frame,
      apex.frame,
      emotion,
      review.state,
    ]),
  ).toEqual(view.events.map((e) => [e.onset.frameIndex, e.apex.frameIndex, e.label, e.review]));
});

test('what is not there, or out of order, is refused by name', async () => {
  const { review } = madeSession();
  const refused = async (asked: Promise<unknown>, code: string): Promise<void> => {
    await expect(asked).rejects.toMatchObject({ code });
  };
  await refused(review['review.decide'](decision({ event: 99 })), 'session-lacks');
  await refused(review['review.decide'](decision({ onsetFrame: 5000 })), 'session-lacks');
  await refused(review['review.decide'](decision({ onsetFrame: 16 })), 'event-disordered');
  await refused(review['review.nameTrack']({ session, track: 9, name: 'x' }), 'session-lacks');
  await refused(review['review.evidence']({ session, event: 99 }), 'session-lacks');
  await refused(review['review.picture']({ session, frame: 0, widthPx: 100 }), 'video-missing');
});

test('what was watched live and not recorded has no picture, and says so', async () => {
  const path = join(folder, 'unrecorded.onset');
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput([0, 10_000], { path: '' }));
    writer.addFrame(0, 0);
    writer.addFrame(1, 10_000);
    writer.finish();
  }
  const review = reviewHandlers(reviewContext(path).context);
  await expect(review['review.picture']({ session, frame: 0, widthPx: 100 })).rejects.toMatchObject({
    code: 'moment-unrecorded',
  });
});

/**
 * By hand: of ten events Ann and Bo both decide about eight. Ann: 5 kept, 3 rejected; Bo: 4 kept, 4 rejected; both keep
 * 4, both reject 3. p₀ = 7/8, pₑ = (5·4 + 3·4)/64 = 1/2, κ = (7/8 − 1/2)/(1 − 1/2) = 3/4.
 */
test('agreement of two raters is Cohen’s κ', async () => {
  const path = join(folder, 'raters.onset');
  const timesUs = variableTimesUs(60);
  const at = momentsOf(timesUs);
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput(timesUs));
    timesUs.forEach((timeUs, i) => writer.addFrame(i, timeUs));
    for (let i = 0; i < 10; i++) writer.addEvent(madeEvent([at(5 * i), at(5 * i + 2), at(5 * i + 4)]));
    writer.finish();
  }
  const review = reviewHandlers(reviewContext(path).context);
  const decide = async (
    rater: string,
    events: readonly number[],
    verdict: 'confirm' | 'reject',
  ): Promise<void> => {
    for (const event of events) await review['review.decide'](decision({ rater, event, verdict }));
  };
  await decide('Ann', [1, 2, 3, 4, 5, 9], 'confirm');
  await decide('Ann', [6, 7, 8], 'reject');
  await decide('Bo', [1, 2, 3, 5], 'reject');
  await decide('Bo', [1, 2, 3, 4], 'confirm');
  await decide('Bo', [6, 7, 8], 'reject');
  expect(await review['review.agreement']({ session, first: 'Ann', second: 'Bo' })).toEqual({
    raters: ['Ann', 'Bo'],
    items: 8,
    observed01: 7 / 8,
    kappa: 3 / 4,
    categories: ['confirmed', 'rejected'],
    table: [
      [4, 1],
      [0, 3],
    ],
  });
  const alone = await review['review.agreement']({ session, first: 'Ann', second: 'Nobody' });
  expect([alone.items, alone.observed01, alone.kappa]).toEqual([0, null, null]);
  await review['review.decide'](decision({ event: 1, verdict: 'relabel', label: 'Joy' }));
  const labelled = await review['review.agreement']({ session, first: 'Ann', second: 'Bo' });
  expect(labelled.categories).toEqual(['confirmed', 'confirmed: joy', 'rejected']);
});

/** A session of a numbered clip, with a face in every frame but ten, aligned where it is. */
async function clipSession() {
  const video = join(folder, 'numbered.mp4');
  makeNumberedClip(video, { frames: 100, bFrames: 3, gop: 30, encoderOptions: { preset: 'medium' } });
  const path = join(folder, 'numbered.onset');
  using writer = SessionWriter.create(path);
  await using source = await openFile(video);
  const timesUs: number[] = [];
  for await (const frame of source.frames()) {
    using held = frame;
    timesUs.push(held.timeUs);
    writer.addFrame(held.index, held.timeUs);
    if (held.index >= 40 && held.index < 50) continue;
    const alignment = {
      trackId: 1,
      cropToFrame: { a: 1, b: 0, tx: 0, ty: 0 },
      iodFramePx: 98,
      residualPx: 0,
    };
    const smile = { au: 12, left: held.index / 25, right: 0.5 } as const;
    const measurement = madeMeasurement(held.index, held.timeUs, 1, [smile]);
    writer.addFace(held.index, madeFace(1, held.index), { alignment, measurement });
  }
  writer.addTrack({ id: 1, fromUs: timesUs[0]!, toUs: timesUs[99]!, frames: 90, coverage: 0.9 });
  const at = momentsOf(timesUs);
  writer.addEvent(madeEvent([at(30), at(33), at(37)], { cautions: ['blink'] }));
  writer.setInput(madeInput(timesUs, { path: video, widthPx: 256, heightPx: 64 }));
  writer.setProvenance(MADE_PROVENANCE);
  writer.finish();
  return { path, timesUs, review: reviewHandlers(reviewContext(path).context) };
}

/** The number in a picture that came as JPEG. */
async function numberInJpeg(jpeg: Uint8Array): Promise<number> {
  const path = join(folder, `look-${count++}.jpg`);
  writeFileSync(path, jpeg);
  await using source = await openFile(path);
  for await (const frame of source.frames()) {
    using held = frame;
    return numberIn(held.image);
  }
  throw new Error('internal: a JPEG without a picture');
}

test('a picture is that very frame, with the faces seen in it', async () => {
  const { review } = await clipSession();
  for (const frame of [57, 56, 3, 99, 0, 45]) {
    const picture = await review['review.picture']({ session, frame, widthPx: 256 });
    v.parse(REQUESTS['review.picture'].gives, picture);
    expect([picture.moment.frameIndex, await numberInJpeg(picture.jpeg)]).toEqual([frame, frame]);
    const seen = frame === 45 ? [] : [1];
    expect(picture.faces.map(({ track }) => track)).toEqual(seen);
    const smile = picture.faces.map(({ aus }) => aus![AU_NUMBERS.indexOf(12)]!);
    expect(smile).toEqual(seen.map(() => Math.fround(frame / 25)));
  }
  const small = await review['review.picture']({ session, frame: 7, widthPx: 128 });
  expect([small.widthPx, small.heightPx, small.frameWidthPx]).toEqual([128, 32, 256]);
  await review['review.close']({ session });
});

test('a page that leaves while pictures are on their way closes the session after them', async () => {
  const { review } = await clipSession();
  const pictures = [80, 10, 60].map((frame) => review['review.picture']({ session, frame, widthPx: 256 }));
  await review['review.close']({ session });
  const frames = (await Promise.all(pictures)).map(({ moment }) => moment.frameIndex);
  expect(frames).toEqual([80, 10, 60]);
});

test('a face is shown through its recorded alignment, also near where it was not seen, and not elsewhere', async () => {
  const { review } = await clipSession();
  const look = (frame: number, view: 'plain' | 'difference' | 'magnified', against: number | null = null) =>
    review['review.face']({ session, track: 1, frame, view, against, gain: 4 });
  const plain = await look(33, 'plain');
  v.parse(REQUESTS['review.face'].gives, plain);
  // The alignment is one to one, so the upper rows of the crop are the frame and carry its number.
  expect([plain.widthPx, plain.heightPx]).toEqual([512, 512]);
  expect((await look(33, 'difference', 30)).jpeg).not.toEqual(plain.jpeg);
  expect((await look(33, 'magnified', 33)).jpeg).toEqual(plain.jpeg);
  expect((await look(43, 'plain')).moment.frameIndex).toBe(43);
  await expect(
    review['review.face']({ session, track: 7, frame: 3, view: 'plain', against: null, gain: 1 }),
  ).rejects.toMatchObject({ code: 'face-unseen' });
  await review['review.close']({ session });
});

test('curves hold the largest of each bin; the overview says the same as the measurements', async () => {
  const { review, timesUs } = await clipSession();
  const span = { session, track: 1, fromUs: 0, toUs: 4_000_000 };
  const fine = await review['review.curves']({ ...span, bins: 100 });
  v.parse(REQUESTS['review.curves'].gives, fine);
  const smile = 100 * AU_NUMBERS.indexOf(12);
  expect(fine.left[smile + 99]).toBe(Math.fround(99 / 25));
  expect([fine.left[smile + 45], fine.seen01[45], fine.seen01[44 - 6]]).toEqual([NaN, 0, 1]);
  // Eight bins of half a second come from the overview's cells of a quarter.
  const coarse = await review['review.curves']({ ...span, bins: 8 });
  const inBin = (bin: number) =>
    timesUs.flatMap((t, i) => (Math.min(7, Math.floor(t / 500_000)) === bin ? [i] : []));
  for (let bin = 0; bin < 8; bin++) {
    const frames = inBin(bin);
    const seen = frames.filter((i) => i < 40 || i >= 50);
    expect(coarse.seen01[bin]).toBeCloseTo(seen.length / frames.length, 6);
    expect(coarse.left[8 * AU_NUMBERS.indexOf(12) + bin]).toBe(Math.fround(Math.max(...seen) / 25));
  }
});

test('evidence shows frames around the event, its curves and what its cautions mean', async () => {
  const { review } = await clipSession();
  const evidence = await review['review.evidence']({ session, event: 1 });
  v.parse(REQUESTS['review.evidence'].gives, evidence);
  expect(evidence.frames.map(({ frameIndex }) => frameIndex)).toEqual(
    Array.from({ length: 58 }, (_, i) => 5 + i),
  );
  expect(evidence.framesInEvent).toBe(8);
  expect(evidence.cautions).toMatchObject([{ caution: 'blink' }]);
  expect(evidence.left[58 * AU_NUMBERS.indexOf(12)]).toBe(Math.fround(5 / 25));
});

test('what the recognizer made of the window round an event is shown, by how much each node counted', async () => {
  const { review } = madeSession();
  const { recognizer } = await review['review.evidence']({ session, event: 1 });
  expect(recognizer).toMatchObject({ aus: { 4: 0.2, 12: 0.9 }, nodes: { 12: 0.5 } });
  expect(Object.keys(recognizer!.nodes!)).toEqual(['12']);
});

test('a session of version 1 is read as it is and brought on by the first decision', async () => {
  const { path, review } = madeSession();
  toVersion1(path);
  const view = await review['review.open']({ session });
  expect([view.events.length, view.canUndo, view.events[3]!.review]).toEqual([7, false, 'rejected']);
  const long = { session, track: 1, fromUs: 0, toUs: 4_000_000, bins: 4 };
  const before = await review['review.curves']({ ...long });
  expect(before.seen01[0]).toBeGreaterThan(0.5);
  const change = await review['review.decide'](decision({ event: 4, rater: 'Bo' }));
  expect(change.events[0]).toMatchObject({ review: 'confirmed', decisions: [{}, { rater: 'Bo' }] });
  expect((await review['review.undo']({ session })).events[0]).toMatchObject({ review: 'rejected' });
  expect(Number(new DatabaseSync(path).prepare('PRAGMA user_version').get()?.['user_version'])).toBe(3);
});

/** What version 1 of the program would have written. */
function toVersion1(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`
    ALTER TABLE windows DROP COLUMN nodes; ALTER TABLE events DROP COLUMN act; ALTER TABLE verdicts DROP COLUMN act; ALTER TABLE notes DROP COLUMN act;
    DROP TABLE track_names; DROP TABLE overview; DROP VIEW undone_acts; DROP TABLE acts; PRAGMA user_version = 1;`);
  database.close();
}

const FORGERIES: Record<string, string> = {
  'without a table': 'DROP TABLE events',
  'with broken JSON': `UPDATE events SET aus = '[{'`,
  'with other JSON': `UPDATE events SET aus = '[{"au": 3000}]'`,
  'with a view for a table': 'DROP TABLE notes; CREATE VIEW notes AS SELECT 1 AS id',
  'with records of another kind': `UPDATE records SET json = '{' WHERE name = 'input'`,
};

test.each(Object.keys(FORGERIES))('a session %s is refused as damaged', async (name) => {
  const { path, review } = madeSession();
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA foreign_keys = OFF; ${FORGERIES[name]!}`);
  database.close();
  await expect(review['review.open']({ session })).rejects.toMatchObject({ code: 'session-damaged' });
});
