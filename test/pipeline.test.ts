/** The pipeline as a whole, on clips of a drawn face whose movements are known. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnalyzeOptions } from '../contract/analysis.ts';
import type { EventRecord, SessionReader } from '../contract/session.ts';
import { exportSession } from '../electron/engine/export/index.ts';
import { analyze } from '../electron/engine/pipeline.ts';
import { partPath, Session } from '../electron/engine/session/index.ts';
import { encodeModel } from '../models/onnx/index.ts';
import type { Still } from '../models/data/synth/index.ts';
import { drawFaces, evenTimes, portrait, TILE_PX, writeFaceClip } from './helpers/face-clip.ts';
import { readVtt } from './helpers/read-vtt.ts';
import { smallRecognizer } from './helpers/small-recognizer.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const PORTRAITS = join(import.meta.dirname, '..', '..', 'shared', 'faces');
const folder = tempFolder('pipeline');

const PLAIN: AnalyzeOptions = {
  model: null,
  provider: 'auto',
  faces: 2,
  bundle: 'auto',
  neutral: null,
  fps: null,
};

let runs = 0;
const newPath = () => join(folder, `run ${++runs}.onset`);

/** Analyzes and opens what was written. */
async function sessionOf(input: string, options: Partial<AnalyzeOptions> = {}): Promise<Session> {
  const path = newPath();
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  const summary = await analyze(input, path, { ...PLAIN, ...options }, hooks);
  const session = Session.open(path);
  expect(session.isFinished).toBe(true);
  expect([...session.frames()]).toHaveLength(summary.frames);
  expect([...session.tracks()]).toHaveLength(summary.tracks);
  expect([...session.events()]).toHaveLength(summary.events);
  return session;
}

const micros = (session: SessionReader) => [...session.events()].filter(({ kind }) => kind === 'micro');
/** The events whose apex lies in a drawn movement of 0.3 s (± 50 ms). */
const around = (events: readonly EventRecord[], atS: number) =>
  events.filter(({ apex }) => apex.timeUs / 1e6 > atS - 0.05 && apex.timeUs / 1e6 < atS + 0.35);

/** Every moment an event names is a frame of the source with exactly that time. */
function expectMomentsOfFrames(session: SessionReader): void {
  for (const { onset, apex, offset } of session.events()) {
    for (const { frameIndex, timeUs } of [onset, apex, offset])
      expect(session.timeOf(frameIndex)).toBe(timeUs);
    expect(onset.timeUs).toBeLessThan(apex.timeUs);
    expect(apex.timeUs).toBeLessThan(offset.timeUs);
  }
}

/** Each face is measured in every frame in which it was seen, and in no other. */
function expectMeasured(session: SessionReader): void {
  for (const { id, frames } of session.tracks()) {
    const faces = [...session.faces({ trackId: id })];
    expect(faces).toHaveLength(frames);
    const measured = faces.filter(({ measurement }) => measurement !== null);
    expect(measured.length).toBeGreaterThanOrEqual(0.98 * frames);
    for (const { frameIndex, timeUs, measurement } of measured) {
      expect(measurement).toMatchObject({ frameIndex, timeUs });
      expect([...measurement!.au].every((value) => value >= 0 && value <= 5)).toBe(true);
      expect(Number.isFinite(measurement!.activity)).toBe(true);
    }
  }
}

let still: Still;
/** Six seconds at 50 fps: one face; the lip corners rise at 2 s, the brows at 4 s. */
const main = join(folder, 'main.mp4');
const MOVES = [
  { au: 12, atS: 2 },
  { au: 1, atS: 4 },
] as const;

beforeAll(async () => {
  still = await portrait();
  await writeFaceClip(main, { timesUs: evenTimes(6, 50), faces: [{ still, moves: MOVES }] });
});

test('what a crash would leave knows its video from the first second on', async () => {
  const path = newPath();
  const known: { readonly path: string; readonly frames: number }[] = [];
  let heldMs = 0;
  await analyze(main, path, PLAIN, {
    signal: new AbortController().signal,
    onProgress: ({ frames }) => {
      if (frames < 50) return;
      // Rows reach the file once a second.
      for (const untilMs = performance.now() + 600; heldMs < 1200 && performance.now() < untilMs;);
      heldMs += 600;
      using session = Session.open(partPath(path));
      if (session.input !== null) known.push({ path: session.input.path, frames: session.input.frames });
    },
  });
  expect(known.at(-1)).toMatchObject({ path: main });
  expect(known.at(-1)!.frames).toBeGreaterThan(0);
  expect(known.at(-1)!.frames).toBeLessThan(300);
});

test('one face: one track over the whole clip, each movement one event, everything accounted for', async () => {
  using session = await sessionOf(main);
  expect(session.input).toMatchObject({ frames: 300, fps: 50, durationS: 6, isVariableRate: false });
  expect([...session.tracks()]).toEqual([{ id: 1, fromUs: 0, toUs: 5_980_000, frames: 300, coverage: 1 }]);
  expectMomentsOfFrames(session);
  expectMeasured(session);
  const events = micros(session);
  for (const { atS } of MOVES) {
    const [event, ...more] = around(events, atS);
    expect(more).toEqual([]);
    // The middle of the movement, two frames off at most.
    expect(Math.abs(event!.apex.timeUs / 1e6 - atS - 0.15)).toBeLessThanOrEqual(0.045);
    expect(event!.recognition).toBeNull();
  }
  expect(Object.keys(session.timing!.stagesMsPerFrame).toSorted()).toEqual(
    ['align', 'au', 'decode', 'landmarks', 'motion', 'recognize', 'spot', 'store'].toSorted(),
  );
  expect(session.provenance).toMatchObject({ model: null, settings: { faces: 2 } });
});

test('a variable frame rate: frame number and time agree in session, JSON, CSV, ELAN and WebVTT', async () => {
  // 8 to 32 ms apart, in a pattern that never repeats within a second.
  const timesUs = [0];
  for (let i = 0; timesUs.at(-1)! < 5e6; i++) timesUs.push(timesUs.at(-1)! + 8000 + ((i * 7919) % 25) * 1000);
  const path = join(folder, 'vfr.mp4');
  await writeFaceClip(path, { timesUs, faces: [{ still, moves: [{ au: 12, atS: 2.5 }] }] });
  using session = await sessionOf(path);
  expect(session.input!.isVariableRate).toBe(true);
  expect([...session.frames()].map(({ timeUs }) => timeUs)).toEqual(timesUs);
  expectMomentsOfFrames(session);
  const events = [...session.events()];
  expect(around(micros(session), 2.5)).toHaveLength(1);

  const out = join(folder, 'vfr out');
  await exportSession(session, ['json', 'csv', 'eaf', 'vtt'], out, 'vfr');
  const read = (ending: string) => readFileSync(join(out, `vfr.${ending}`), 'utf8');
  type Written = Record<'onset' | 'apex' | 'offset', { readonly t_s: number; readonly frame: number }>;
  const written = (JSON.parse(read('json')) as { readonly events: readonly Written[] }).events;
  expect(written).toHaveLength(events.length);
  for (const { onset, apex, offset } of written)
    for (const { t_s: timeS, frame } of [onset, apex, offset])
      expect(Math.round(timeS * 1e6)).toBe(timesUs[frame]);

  const rows = parse<Record<string, string>>(read('frames.csv'), { columns: true, trim: true });
  expect(rows).toHaveLength(timesUs.length);
  // OpenFace counts frames from 1 and writes three decimals.
  for (const row of rows)
    expect(Math.abs(Number(row['timestamp']) - timesUs[Number(row['frame']) - 1]! / 1e6)).toBeLessThan(6e-4);
  const table = parse<Record<string, string>>(read('events.csv'), { columns: true, trim: true });
  expect(table).toHaveLength(events.length);
  for (const row of table)
    for (const moment of ['onset', 'apex', 'offset'])
      expect(Math.round(Number(row[`${moment}_s`]) * 1e6)).toBe(timesUs[Number(row[`${moment}_frame`]) - 1]);

  const slots = new Set([...read('eaf').matchAll(/TIME_VALUE="(\d+)"/g)].map(([, value]) => Number(value)));
  const cues = readVtt(read('vtt'));
  expect(cues).toHaveLength(events.length);
  events.forEach(({ onset, offset }, i) => {
    const [from, to] = [Math.floor(onset.timeUs / 1000), Math.ceil(offset.timeUs / 1000)];
    expect(cues[i]).toMatchObject({ fromMs: from, toMs: to });
    expect(slots.has(from)).toBe(true);
    expect(slots.has(to)).toBe(true);
  });
});

describe('an end before the end', () => {
  test.each([0, 300, 1500])('aborted after %i ms, nothing is left', async (afterMs) => {
    const path = newPath();
    const controller = new AbortController();
    const hooks = { signal: controller.signal, onProgress: () => undefined };
    setTimeout(() => {
      controller.abort(new Error('enough'));
    }, afterMs);
    await expect(analyze(main, path, PLAIN, hooks)).rejects.toThrow('enough');
    expect(readdirSync(folder).filter((name) => name.startsWith(path.slice(folder.length + 1)))).toEqual([]);
  });

  test('a file that cannot be decoded leaves nothing either', async () => {
    const bad = join(folder, 'bad.mp4');
    writeFileSync(bad, readFileSync(main).subarray(0, 3000));
    const path = newPath();
    const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
    await expect(analyze(bad, path, PLAIN, hooks)).rejects.toMatchObject({ code: 'input-undecodable' });
    expect(existsSync(path) || existsSync(`${path}.part`)).toBe(false);
  });
});

describe('a recognizer', () => {
  test.each([false, true])('names every micro-expression (neutral wanted: %s)', async (usesNeutral) => {
    const small = smallRecognizer({ usesNeutral });
    const model = join(folder, `small ${usesNeutral}.onnx`);
    writeFileSync(model, encodeModel(small.model));
    using session = await sessionOf(main, { model, provider: 'cpu' });
    expect(session.provenance!.model).toMatchObject({
      name: small.card.network,
      provider: 'cpu',
      trainedOn: small.card.trainedOn,
    });
    const events = micros(session);
    expect(events.length).toBeGreaterThanOrEqual(2);
    for (const { recognition } of events) {
      const sum = Object.values(recognition!.probabilities).reduce((total, p) => total + p, 0);
      expect(sum).toBeCloseTo(1, 5);
      expect(Object.keys(recognition!.probabilities).toSorted()).toEqual(small.card.emotions.toSorted());
    }
    // Different movements are different windows: the same pixels twice would give the same numbers.
    const [first, second] = MOVES.map(({ atS }) => around(events, atS)[0]!.recognition!.probabilities);
    expect(first).not.toEqual(second);

    const out = join(folder, `named ${usesNeutral}`);
    await exportSession(session, ['json'], out, 'main');
    const written = JSON.parse(readFileSync(join(out, 'main.json'), 'utf8')) as {
      readonly model: object;
      readonly events: readonly { readonly kind: string; readonly probabilities: object }[];
    };
    expect(written.model).toMatchObject({ name: small.card.network, provider: 'cpu' });
    for (const { probabilities } of written.events.filter(({ kind }) => kind === 'micro'))
      expect(Object.keys(probabilities)).toHaveLength(small.card.emotions.length);
  });

  test('a container that declares a fraction of its frame rate loses no window', async () => {
    // A second of stills half a second apart, then 120 fps: the mean is far below what the events are filmed at.
    const timesUs = [...evenTimes(8, 2), ...evenTimes(4.5, 120).map((timeUs) => 8e6 + timeUs)];
    const path = join(folder, 'slow then fast.mp4');
    const small = smallRecognizer();
    const model = join(folder, 'small.onnx');
    writeFileSync(model, encodeModel(small.model));
    await writeFaceClip(path, { timesUs, faces: [{ still, moves: [{ au: 12, atS: 10 }] }] });
    using session = await sessionOf(path, { model, provider: 'cpu' });
    const [event] = around(micros(session), 10);
    expect(event!.recognition).not.toBeNull();
  });
});

describe('two faces', () => {
  const both = join(folder, 'two.mp4');
  beforeAll(async () => {
    await writeFaceClip(both, {
      widthPx: 2 * TILE_PX,
      timesUs: evenTimes(5, 30),
      faces: [
        { still, moves: [{ au: 12, atS: 1.5 }] },
        { still, moves: [{ au: 1, atS: 3 }], at: () => [TILE_PX, 0] },
      ],
    });
  });

  test('two tracks, each with its own event', async () => {
    using session = await sessionOf(both);
    const tracks = [...session.tracks()];
    expect(tracks).toHaveLength(2);
    // A second face is looked for a little later than the first.
    for (const { frames } of tracks) expect(frames).toBeGreaterThanOrEqual(0.95 * 150);
    expectMomentsOfFrames(session);
    expectMeasured(session);
    const leftOf = (id: number) => [...session.faces({ trackId: id })][0]!.box.x;
    const [left, right] = tracks.map(({ id }) => id).toSorted((x, y) => leftOf(x) - leftOf(y));
    expect(around(micros(session), 1.5).map(({ trackId }) => trackId)).toEqual([left]);
    expect(around(micros(session), 3).map(({ trackId }) => trackId)).toEqual([right]);
  });

  test('one is followed when one is asked for', async () => {
    using session = await sessionOf(both, { faces: 1 });
    expect([...session.tracks()]).toHaveLength(1);
  });

  test('each is measured against its own neutral', async () => {
    using session = await sessionOf(both, { neutral: { fromS: 0, toS: 1 } });
    expect([...session.tracks()]).toHaveLength(2);
    expectMeasured(session);
    // At rest both are as in the neutral: a face held against the other's would move all over.
    for (const { id } of session.tracks()) {
      const rest = [...session.faces({ trackId: id })].filter(
        ({ frameIndex }) => frameIndex > 5 && frameIndex < 25,
      );
      for (const { measurement } of rest) expect(Math.max(...measurement!.au)).toBeLessThan(1);
    }
  });
});

describe('a neutral that the person points to', () => {
  test('is the zero, also where the face moves most of the time', async () => {
    // The brows are up from 1 s to 3.8 s of 4: the running rest is the raised brow, the given one is not.
    const path = join(folder, 'raised.mp4');
    const raised = { au: 1, atS: 1, lastsS: 2.8, peakPctIod: 8 } as const;
    await writeFaceClip(path, { timesUs: evenTimes(4, 30), faces: [{ still, moves: [raised] }] });
    const brow = async (neutral: AnalyzeOptions['neutral']) => {
      using session = await sessionOf(path, { neutral });
      const apex = [...session.faces()].find(({ timeUs }) => timeUs >= 2.4e6)!;
      return apex.measurement!.au[session.auNumbers.indexOf(1)]!;
    };
    expect(await brow({ fromS: 0, toS: 0.9 })).toBeGreaterThan((await brow(null)) + 0.5);
  });

  test('outside the clip is an error that names the span, and nothing is written', async () => {
    const path = newPath();
    const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
    const options = { ...PLAIN, neutral: { fromS: 100, toS: 101 } };
    await expect(analyze(main, path, options, hooks)).rejects.toMatchObject({
      code: 'neutral-without-face',
      facts: { fromS: 100, toS: 101 },
    });
    expect(existsSync(path) || existsSync(`${path}.part`)).toBe(false);
  });

  test.skipIf(!existsSync(PORTRAITS))(
    `is not given to another person${existsSync(PORTRAITS) ? '' : ' (skipped: ../shared/faces is not here)'}`,
    async () => {
      // In the span only the first person is in view; the second comes later.
      const path = join(folder, 'newcomer.mp4');
      const other = await portrait(
        join(
          PORTRAITS,
          readdirSync(PORTRAITS).find((name) => name.endsWith('.jpg'))!,
        ),
      );
      await writeFaceClip(path, {
        widthPx: 2 * TILE_PX,
        timesUs: evenTimes(4, 30),
        faces: [{ still }, { still: other, at: (timeS) => (timeS < 1.5 ? null : [TILE_PX, 0]) }],
      });
      using session = await sessionOf(path, { neutral: { fromS: 0, toS: 1 } });
      const [first, second] = [...session.tracks()];
      expect(first!.fromUs).toBe(0);
      // From the second half-second on: a crop is placed less well before there is a neutral to register it against.
      const strongest = (id: number) =>
        Math.max(
          ...[...session.faces({ trackId: id })]
            .slice(15)
            .map(({ measurement }) => Math.max(...measurement!.au)),
        );
      expect(strongest(first!.id)).toBeLessThan(1);
      expect(strongest(second!.id)).toBeLessThan(1);
    },
  );
});

describe('odd inputs', () => {
  /** Numbered pictures, as the data sets come. */
  function writePictures(
    name: string,
    timesUs: number[],
    moves: Parameters<typeof drawFaces>[0]['faces'][0]['moves'] = [],
  ): string {
    const path = join(folder, name);
    mkdirSync(path);
    let i = 0;
    for (const rgb of drawFaces({ timesUs, faces: [{ still, moves }] }))
      writeFileSync(
        join(path, `img${String(++i).padStart(4, '0')}.ppm`),
        Buffer.concat([Buffer.from(`P6\n${TILE_PX} ${TILE_PX}\n255\n`), rgb]),
      );
    return path;
  }

  test('a folder of images with a given rate', async () => {
    const path = writePictures('pictures', evenTimes(2.5, 60), [{ au: 12, atS: 1 }]);
    using session = await sessionOf(path, { fps: 60 });
    expect(session.input).toMatchObject({ frames: 150, fps: 60, isVariableRate: false });
    expect(around(micros(session), 1)).toHaveLength(1);
    expectMomentsOfFrames(session);
    expectMeasured(session);
  });

  test('a single picture is a frame with a face and no event', async () => {
    const path = join(writePictures('one', [0]), 'img0001.ppm');
    using session = await sessionOf(path);
    expect(session.input).toMatchObject({ frames: 1, fps: 0 });
    expect([...session.tracks()]).toMatchObject([{ frames: 1, coverage: 1 }]);
    expect([...session.events()]).toEqual([]);
    expectMeasured(session);
  });

  test.each([
    [3, 30],
    [12, 30],
  ])('a clip of %i frames', async (frames, fps) => {
    const path = join(folder, `${frames} frames.mp4`);
    await writeFaceClip(path, { timesUs: evenTimes(frames / fps, fps), faces: [{ still }] });
    using session = await sessionOf(path);
    expect(session.input!.frames).toBe(frames);
    expect([...session.tracks()]).toMatchObject([{ frames, coverage: 1 }]);
    expect([...session.events()]).toEqual([]);
    expectMeasured(session);
  });

  test('a face that leaves half-way and returns: borders where it was seen', async () => {
    const path = join(folder, 'leaves.mp4');
    const shown = (timeS: number) => timeS < 2 || timeS >= 4.5;
    await writeFaceClip(path, {
      timesUs: evenTimes(6.5, 30),
      faces: [{ still, at: (timeS) => (shown(timeS) ? [0, 0] : null) }],
    });
    using session = await sessionOf(path);
    const tracks = [...session.tracks()];
    expect(tracks).toHaveLength(2);
    const borders = tracks.map(({ fromUs, toUs }) => [fromUs / 1e6, toUs / 1e6]);
    for (const [i, meant] of [
      [0, 2],
      [4.5, 6.5],
    ].entries())
      for (const [k, timeS] of meant.entries()) expect(Math.abs(borders[i]![k]! - timeS)).toBeLessThan(0.2);
    expect([...session.events()]).toEqual([]);
    expectMeasured(session);
  });

  test('a face that is gone for a second keeps its number', async () => {
    const path = join(folder, 'blinks out.mp4');
    await writeFaceClip(path, {
      timesUs: evenTimes(4.5, 30),
      faces: [{ still, at: (timeS) => (timeS < 1.5 || timeS >= 2.5 ? [0, 0] : null) }],
    });
    using session = await sessionOf(path);
    const [track, ...more] = [...session.tracks()];
    expect(more).toEqual([]);
    expect(track!.coverage).toBeLessThan(0.85);
    expect(track!.coverage).toBeGreaterThan(0.7);
    // The gap itself is no movement; chance events of a noisy still face are the spotting bench's business.
    const atGap = ({ apex }: EventRecord) => apex.timeUs > 1.4e6 && apex.timeUs < 2.7e6;
    expect([...session.events()].filter(atGap)).toEqual([]);
    expectMeasured(session);
  });

  test('nobody in view', async () => {
    const path = join(folder, 'nobody.mp4');
    await writeFaceClip(path, { timesUs: evenTimes(1, 30), faces: [{ still, at: () => null }] });
    using session = await sessionOf(path);
    expect([...session.tracks()]).toEqual([]);
    expect([...session.frames()]).toHaveLength(30);
  });
});
