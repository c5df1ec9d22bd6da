/**
 * Whether what is asked for is what moves: made sequences go through the whole analysis as videos, and the intensity of
 * an action unit that is asked for is compared with the intensity that is measured.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AU_NUMBERS } from '../../../contract/au.ts';
import type { YuvImage } from '../../../contract/frame.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { correlation, type Picture } from '../../../models/evaluate/synthesis/index.ts';
import { openVideoWriter } from '../../engine/export/index.ts';
import { Analyzer } from '../../engine/pipeline.ts';
import { Session } from '../../engine/session/index.ts';
import type { Control, FaceMaker } from './face-maker.ts';
import type { HeldPair } from './held-pairs.ts';

export interface ControlScore {
  readonly control: string;
  readonly au: number;
  /** Pearson's r of asked and measured intensity over people and intensities; null where nothing varies. */
  readonly correlation: number | null;
  /** Mean measured intensity (0–5) less that at rest, by asked intensity. */
  readonly measured: readonly number[];
}

/** A quarter at a time; 0 is the rest in between. */
export const ASKED_INTENSITIES = [0.25, 0.5, 0.75, 1] as const;

const FPS = 50;
/** Rest before each movement, long enough that the running median is the face at rest; and the movement itself. */
const [REST_S, MOVE_S] = [0.9, 0.3];
/** Crops hold a face from edge to edge; a face finder wants some room round it. */
const [FACE_PX, FRAME_PX] = [256, 384];

/** One video for each person and control. Throws what writing and analysing videos throws. */
export async function measureControl(
  maker: FaceMaker,
  pairs: readonly HeldPair[],
  people: number,
  signal: AbortSignal,
  done: () => void,
): Promise<ControlScore[]> {
  const faces = [...new Map(pairs.map((pair) => [pair.subject, pair])).values()].slice(0, people);
  const folder = mkdtempSync(join(tmpdir(), 'onset synthesis '));
  await using analyzer = new Analyzer();
  try {
    const scores: ControlScore[] = [];
    for (const control of maker.controls) {
      const points: { asked: number; measured: number }[] = [];
      for (const [at, face] of faces.entries()) {
        signal.throwIfAborted();
        const video = join(folder, 'made.mp4');
        await writeMovements(video, face.rest, (intensity) =>
          maker.make(face.rest, face.subject, { ...control.request, intensity }, at),
        );
        points.push(...(await measuredIn(analyzer, video, join(folder, 'made.onset'), control, signal)));
        done();
      }
      scores.push(scoreOf(control, points));
    }
    return scores;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Rest, movement, rest, movement …: up and down along half a sine, every frame made at its own intensity. (A mixture of
 * rest and apex would be no movement where the apex is more than a pixel or two away.)
 */
async function writeMovements(
  path: string,
  rest: Picture,
  make: (intensity: number) => Promise<Picture>,
): Promise<void> {
  await using writer = await openVideoWriter(path, {
    widthPx: FRAME_PX,
    heightPx: FRAME_PX,
    fps: FPS,
    crf: 10,
    preset: 'veryfast',
    threads: 1,
    metadata: { comment: SYNTHETIC_MARK, title: 'Synthetic faces' },
  });
  let frame = 0;
  const write = (picture: Picture): Promise<void> =>
    writer.write(framed(picture), Math.round((1e6 * frame++) / FPS));
  for (const intensity of ASKED_INTENSITIES) {
    for (let k = 0; k < REST_S * FPS; k++) await write(rest);
    for (let k = 0; k < MOVE_S * FPS; k++)
      await write(await make(intensity * Math.sin((Math.PI * (k + 0.5)) / (MOVE_S * FPS))));
  }
  for (let k = 0; k < REST_S * FPS; k++) await write(rest);
  await writer.close();
}

/** A grey frame with the picture in its middle, enlarged between pixel centres. */
function framed({ widthPx, heightPx, levels }: Picture): YuvImage {
  const luma = new Uint8Array(FRAME_PX * FRAME_PX).fill(128);
  const margin = (FRAME_PX - FACE_PX) / 2;
  for (let y = 0; y < FACE_PX; y++)
    for (let x = 0; x < FACE_PX; x++) {
      const [px, py] = [((x + 0.5) * widthPx) / FACE_PX - 0.5, ((y + 0.5) * heightPx) / FACE_PX - 0.5];
      const level = between(levels, widthPx, heightPx, px, py);
      luma[(y + margin) * FRAME_PX + x + margin] = Math.round(255 * Math.min(1, Math.max(0, level)));
    }
  const chroma = new Uint8Array((FRAME_PX / 2) ** 2).fill(128);
  return {
    layout: 'i420',
    widthPx: FRAME_PX,
    heightPx: FRAME_PX,
    planes: [
      { data: luma, strideBytes: FRAME_PX },
      { data: chroma, strideBytes: FRAME_PX / 2 },
      { data: chroma, strideBytes: FRAME_PX / 2 },
    ],
    matrix: 'bt601',
    range: 'full',
  };
}

function between(levels: Float32Array, width: number, height: number, x: number, y: number): number {
  const [left, top] = [clamp(Math.floor(x), width - 1), clamp(Math.floor(y), height - 1)];
  const [right, bottom] = [clamp(left + 1, width - 1), clamp(top + 1, height - 1)];
  const [shareX, shareY] = [clamp(x - left, 1), clamp(y - top, 1)];
  const row = (at: number): number =>
    (1 - shareX) * levels[at * width + left]! + shareX * levels[at * width + right]!;
  return (1 - shareY) * row(top) + shareY * row(bottom);
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

async function measuredIn(
  analyzer: Analyzer,
  video: string,
  sessionPath: string,
  { au }: Control,
  signal: AbortSignal,
): Promise<{ asked: number; measured: number }[]> {
  rmSync(sessionPath, { force: true });
  const options = {
    model: null,
    provider: 'cpu',
    faces: 1,
    bundle: 'auto',
    neutral: null,
    fps: null,
  } as const;
  await analyzer.analyze(video, sessionPath, options, { signal, onProgress: () => undefined });
  using session = Session.open(sessionPath);
  const [track] = [...session.tracks()];
  // No face was found: nothing was measured, which is what is told.
  const measured = track === undefined ? [] : [...session.measurements(track.id)];
  const place = AU_NUMBERS.indexOf(au);
  const levelAt = (seconds: number): number => {
    const near = measured.filter(({ timeUs }) => Math.abs(timeUs / 1e6 - seconds) <= 1.5 / FPS);
    const levels = near.map(({ au: all }) => (all[place]! + all[AU_NUMBERS.length + place]!) / 2);
    return levels.reduce((sum, level) => sum + level, 0) / Math.max(1, levels.length);
  };
  return ASKED_INTENSITIES.flatMap((asked, turn) => {
    const startS = turn * (REST_S + MOVE_S);
    return [
      { asked: 0, measured: levelAt(startS + REST_S / 2) },
      { asked, measured: levelAt(startS + REST_S + MOVE_S / 2) },
    ];
  });
}

function scoreOf(
  { name, au }: Control,
  points: readonly { readonly asked: number; readonly measured: number }[],
): ControlScore {
  const meanAt = (level: number): number => {
    const own = points.filter(({ asked }) => asked === level);
    return own.reduce((sum, { measured }) => sum + measured, 0) / Math.max(1, own.length);
  };
  return {
    control: name,
    au,
    correlation: correlation(
      points.map(({ asked }) => asked),
      points.map(({ measured }) => measured),
    ),
    measured: ASKED_INTENSITIES.map((level) => meanAt(level) - meanAt(0)),
  };
}
