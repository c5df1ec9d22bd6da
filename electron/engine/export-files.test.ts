import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { YuvImage } from '../../contract/frame.ts';
import { SYNTHETIC_MARK } from '../../contract/synthetic.ts';
import {
  madeEvent,
  madeFace,
  madeInput,
  madeMeasurement,
  MADE_PROVENANCE,
  momentsOf,
  variableTimesUs,
} from '../../test/helpers/made-session.ts';
import { openFile } from './capture/index.ts';
import { openVideoWriter } from './export/index.ts';
import { exportFiles, type FilesOrder, filesOf, USUAL_CLIPS } from './export-files.ts';
import { Session, SessionWriter } from './session/index.ts';

/** A source at a variable rate; each picture carries its number, and stripes where the face is. */
const FRAMES = 60;
const [WIDTH, HEIGHT] = [200, 160];
const FACE = { x: 60, y: 50, width: 60, height: 70 };
const TIMES_US = variableTimesUs(FRAMES);
/** The face is not followed in these frames, though it is there. */
const GAP = [26, 27, 28, 29];

let folder: string;
let out: string;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'onset export '));
  const path = join(folder, 'source.mp4');
  await using writer = await openVideoWriter(path, {
    widthPx: WIDTH,
    heightPx: HEIGHT,
    fps: 30,
    crf: 1,
    preset: 'ultrafast',
    metadata: { comment: `${SYNTHETIC_MARK} test` },
  });
  for (const [frame, timeUs] of TIMES_US.entries()) await writer.write(picture(frame), timeUs);
  await writer.close();
  writeSession(join(folder, 'made.onset'), path);
  session = Session.open(join(folder, 'made.onset'));
});
afterAll(() => {
  session[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  out = mkdtempSync(join(folder, 'out-'));
});

/** A bar along the upper edge whose level tells the frame, and upright stripes 2 px wide on the face. */
function picture(frame: number): YuvImage {
  const luma = new Uint8Array(WIDTH * HEIGHT).fill(120);
  luma.fill(30 + 3 * frame, 0, 16 * WIDTH);
  for (let y = FACE.y; y < FACE.y + FACE.height; y++)
    for (let x = FACE.x; x < FACE.x + FACE.width; x++) luma[y * WIDTH + x] = x % 4 < 2 ? 200 : 60;
  const chroma = { data: new Uint8Array(luma.length / 4).fill(128), strideBytes: WIDTH / 2 };
  const planes = [{ data: luma, strideBytes: WIDTH }, chroma, chroma];
  return { layout: 'i420', widthPx: WIDTH, heightPx: HEIGHT, planes, matrix: 'bt709', range: 'limited' };
}

function writeSession(path: string, video: string, timesUs: readonly number[] = TIMES_US): void {
  const at = momentsOf(timesUs);
  using writer = SessionWriter.create(path);
  writer.setInput(madeInput(timesUs, { path: video, widthPx: WIDTH, heightPx: HEIGHT }));
  writer.setProvenance(MADE_PROVENANCE);
  timesUs.forEach((timeUs, i) => {
    writer.addFrame(i, timeUs);
    if (GAP.includes(i)) return;
    writer.addFace(i, { ...madeFace(1), box: FACE }, { measurement: madeMeasurement(i, timeUs, 1) });
  });
  writer.addTrack({ id: 1, fromUs: 0, toUs: timesUs.at(-1)!, frames: FRAMES - GAP.length, coverage: 0.93 });
  writer.addEvent(madeEvent([at(20), at(24), at(30)]));
  writer.addEvent(
    madeEvent([at(28), at(32), at(35)], { recognition: { emotion: '<b>surprise</b>', probabilities: {} } }),
  );
  writer.finish();
}

const order = (changes: Partial<FilesOrder> = {}): FilesOrder => ({
  formats: ['mp4'],
  clips: { ...USUAL_CLIPS, paddingS: 0.1 },
  faces: 'shown',
  outDir: out,
  baseName: 'made',
  ...changes,
});

async function run(
  asked: FilesOrder,
  from: Session = session,
  signal = new AbortController().signal,
): Promise<{ files: string[]; warnings: string[] }> {
  const [files, warnings]: [string[], string[]] = [[], []];
  await exportFiles(from, asked, {
    signal,
    onFile: (path) => files.push(path.slice(asked.outDir.length + 1)),
    onWarning: (sentence) => warnings.push(sentence),
    onProgress: () => undefined,
  });
  return { files, warnings };
}

/** Times, the number that each picture carries, and its luma rows. */
async function readBack(file: string) {
  await using source = await openFile(join(out, file));
  const frames: { timeUs: number; number: number; luma: Uint8Array; widthPx: number }[] = [];
  for await (const frame of source.frames()) {
    using held = frame;
    const { planes, widthPx, heightPx } = held.image;
    const { data, strideBytes } = planes[0]!;
    const luma = new Uint8Array(widthPx * heightPx);
    for (let y = 0; y < heightPx; y++)
      luma.set(data.subarray(y * strideBytes, y * strideBytes + widthPx), y * widthPx);
    const number = Math.round((luma[4 * widthPx + 10]! - 30) / 3);
    frames.push({ timeUs: held.timeUs, number, luma, widthPx });
  }
  return frames;
}

/** The frames whose times lie within 0.1 s of the event, reckoned from the list of times alone. */
const expectedFrames = (onset: number, offset: number): number[] =>
  TIMES_US.flatMap((timeUs, i) =>
    timeUs >= TIMES_US[onset]! - 100_000 && timeUs <= TIMES_US[offset]! + 100_000 ? [i] : [],
  );

test('a clip holds exactly its frames, at their own uneven times; a slow one the same for longer', async () => {
  const clips = { ...USUAL_CLIPS, paddingS: 0.1, slowMotion: 8 };
  const { files } = await run(order({ clips }));
  expect(files).toEqual([
    ...['made.event-0001.mp4', 'made.event-0001.slow-8x.mp4'],
    ...['made.event-0002.mp4', 'made.event-0002.slow-8x.mp4'],
  ]);
  expect(filesOf(session, order({ clips })).map((path) => path.slice(out.length + 1))).toEqual(files);
  expect(readdirSync(out).sort()).toEqual(files.toSorted());
  for (const [file, times, onset, offset] of [
    [files[0]!, 1, 20, 30],
    [files[1]!, 8, 20, 30],
    [files[2]!, 1, 28, 35],
  ] as const) {
    const numbers = expectedFrames(onset, offset);
    const frames = await readBack(file);
    expect(frames.map(({ number }) => number)).toEqual(numbers);
    const startUs = TIMES_US[numbers[0]!]!;
    expect(frames.map(({ timeUs }) => timeUs)).toEqual(numbers.map((i) => (TIMES_US[i]! - startUs) * times));
  }
});

test('a clip tells what it is to whoever finds it alone', async () => {
  await run(order({ clips: { ...USUAL_CLIPS, slowMotion: 4 }, faces: 'blurred' }));
  const bytes = readFileSync(join(out, 'made.event-0001.slow-4x.mp4'), 'latin1');
  for (const said of [
    SYNTHETIC_MARK,
    'unreviewed candidate, review needed',
    'slowed 4 times',
    'faces blurred',
    'Onset 0.1.0',
  ])
    expect(bytes).toContain(said);
});

/** How much neighbouring columns differ in a rectangle, at most. */
function detail({ luma, widthPx }: { luma: Uint8Array; widthPx: number }, box: typeof FACE): number {
  let most = 0;
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width - 2; x++)
      most = Math.max(most, Math.abs(luma[y * widthPx + x]! - luma[y * widthPx + x + 2]!));
  return most;
}

test('blurring leaves no detail of a face, in gaps of its track neither; what is no face stays', async () => {
  await run(order());
  const shown = await readBack('made.event-0001.mp4');
  await run(order({ faces: 'blurred' }));
  const blurred = await readBack('made.event-0001.mp4');
  expect(blurred.map(({ number }) => number)).toEqual(shown.map(({ number }) => number));
  expect(shown.some(({ number }) => GAP.includes(number))).toBe(true);
  for (const frame of shown) expect(detail(frame, FACE)).toBeGreaterThan(100);
  // The stripes differ by 140 levels over 2 px. Cells are 16 px, and the ground around the face is 10 levels from their
  // mean: 2 px of the steepest slope are 1.3 levels, and the encoder adds a few.
  for (const frame of blurred) expect(detail(frame, FACE)).toBeLessThan(8);
});

test('where no face was ever followed the whole picture is blurred', async () => {
  const path = join(folder, 'no-face.onset');
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput(TIMES_US, { path: join(folder, 'source.mp4') }));
    TIMES_US.forEach((timeUs, i) => {
      writer.addFrame(i, timeUs);
    });
    const at = momentsOf(TIMES_US);
    writer.addEvent(madeEvent([at(20), at(24), at(30)]));
    writer.finish();
  }
  using faceless = Session.open(path);
  await run(order({ faces: 'blurred' }), faceless);
  for (const frame of await readBack('made.event-0001.mp4')) {
    expect(detail(frame, FACE)).toBeLessThan(8);
    expect(Math.abs(frame.luma[2 * WIDTH + 100]! - frame.luma[20 * WIDTH + 100]!)).toBeLessThan(60);
  }
});

test('an overlay stands beside the picture and on it', async () => {
  await run(order({ clips: { ...USUAL_CLIPS, paddingS: 0.1, hasOverlay: true } }));
  const frames = await readBack('made.event-0001.mp4');
  expect(frames.map(({ number }) => number)).toEqual(expectedFrames(20, 30));
  for (const { widthPx, luma } of frames) {
    expect(widthPx).toBeGreaterThan(WIDTH);
    const panel = luma.filter((_, i) => i % widthPx > WIDTH);
    expect(panel.filter((level) => level > 180).length).toBeGreaterThan(200);
  }
});

test('another video under the same name is not cut', async () => {
  const path = join(folder, 'shifted.onset');
  writeSession(
    path,
    join(folder, 'source.mp4'),
    TIMES_US.map((timeUs) => (timeUs === 0 ? 0 : timeUs + 1000)),
  );
  using shifted = Session.open(path);
  await expect(run(order(), shifted)).rejects.toMatchObject({ code: 'video-changed' });
  expect(readdirSync(out)).toEqual([]);
});

test('a video that is away: clips are refused, the report says so', async () => {
  const path = join(folder, 'away.onset');
  writeSession(path, join(folder, 'away.mp4'));
  using away = Session.open(path);
  await expect(run(order(), away)).rejects.toMatchObject({ code: 'video-missing' });
  expect((await run(order({ formats: ['html'] }), away)).files).toEqual(['made.html']);
  expect(readFileSync(join(out, 'made.html'), 'utf8')).toContain('the video was not where it had been');
});

test('cancelled, it keeps what is finished and leaves nothing else', async () => {
  const controller = new AbortController();
  const files: string[] = [];
  await exportFiles(session, order(), {
    signal: controller.signal,
    onFile: (path) => {
      files.push(path);
      controller.abort();
    },
    onWarning: () => undefined,
    onProgress: () => undefined,
  });
  expect(files).toHaveLength(1);
  expect(readdirSync(out)).toEqual(['made.event-0001.mp4']);
  expect(await readBack('made.event-0001.mp4')).toHaveLength(expectedFrames(20, 30).length);
});

test('a report is one file that asks for nothing and runs nothing, with names escaped', async () => {
  const { files } = await run(order({ formats: ['html'] }));
  expect(files).toEqual(['made.html']);
  const page = readFileSync(join(out, 'made.html'), 'utf8');
  expect(page).not.toMatch(/<script|<link|<iframe|\bon\w+=|(?:src|href)="(?!#|data:image\/jpeg;base64,)/);
  expect(page).not.toContain('<b>surprise</b>');
  expect(page).toContain('&lt;b&gt;surprise&lt;/b&gt;');
  expect(page).toContain(MADE_PROVENANCE.model!.sha256);
  expect(page).toContain('class="tag unreviewed"');
  expect(page).toContain('It says nothing');
});

test('without faces there are no clips, no pictures and no face geometry', async () => {
  const { files, warnings } = await run(order({ formats: ['csv', 'html', 'mp4'], faces: 'left-out' }));
  expect(files).toEqual(['made.frames.csv', 'made.events.csv', 'made.html']);
  expect(warnings).toEqual(['There are no clips: they are pictures of faces, which were to be left out.']);
  const [header] = readFileSync(join(out, 'made.frames.csv'), 'utf8').split('\n');
  expect(header).toContain('AU12_r');
  expect(header).not.toMatch(/\b[xy]_\d|pose_/);
  expect(readFileSync(join(out, 'made.html'), 'utf8')).not.toContain('data:image');
});
