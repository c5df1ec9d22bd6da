import { fileURLToPath } from 'node:url';
import type { AuNumber } from '../../contract/au.ts';
import { readPortrait } from '../../electron/cli/synth-portrait.ts';
import { openVideoWriter } from '../../electron/engine/export/index.ts';
import { chooseBundle } from '../../electron/engine/landmarks/index.ts';
import {
  createI420Converter,
  createScript,
  renderClip,
  type Script,
  type Still,
} from '../../models/data/synth/index.ts';

/** The public-domain face that the repository carries (Eileen Collins, NASA), 128 × 128, grey. */
const FACE = fileURLToPath(new URL('../../native/testing/astronaut-face.pgm', import.meta.url));

/** A portrait with its mesh; the repository's own where no path is given. */
export async function portrait(path: string = FACE): Promise<Still> {
  const still = await readPortrait(path, chooseBundle('auto'));
  if (!still) throw new Error(`no face in ${path}`);
  return still;
}

/** Side of the square a face is drawn in, in pixels; its eyes are 54 px apart, as in a small webcam picture. */
export const TILE_PX = 216;

/** A movement of 4 % of the eye distance that lasts 0.3 s, unless told otherwise; beyond a second it is held. */
export interface Move {
  readonly au: AuNumber;
  readonly atS: number;
  readonly lastsS?: number;
  readonly peakPctIod?: number;
}

export interface DrawnFace {
  readonly still: Still;
  readonly moves?: readonly Move[];
  /** Where the tile's upper left corner lies, in whole even pixels; null: out of the picture. */
  readonly at?: (timeS: number) => readonly [x: number, y: number] | null;
}

export interface FaceClip {
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly timesUs: number[];
  readonly faces: readonly DrawnFace[];
}

/** Evenly spaced times, rounded to microseconds. */
export const evenTimes = (seconds: number, fps: number): number[] =>
  Array.from({ length: Math.round(seconds * fps) }, (_, i) => Math.round((i * 1e6) / fps));

/** Pictures of faces on a plain ground, one at a time: red, green, blue bytes interleaved, in the same array. */
export function* drawFaces(clip: FaceClip): Generator<Uint8Array> {
  const { widthPx = TILE_PX, heightPx = TILE_PX, timesUs, faces } = clip;
  const drawn = faces.map((face, i) => ({
    at: face.at ?? (() => [0, 0] as const),
    tile: renderClip(face.still, scriptOf(face.moves ?? [], timesUs, i + 1), timesUs),
  }));
  const picture = new Uint8Array(3 * widthPx * heightPx);
  const rgb = new Uint8Array(3 * TILE_PX * TILE_PX);
  for (const [frame, timeUs] of timesUs.entries()) {
    picture.fill(90);
    for (const { at, tile } of drawn) {
      const corner = at(timeUs / 1e6);
      if (!corner) continue;
      tile.draw(frame, rgb);
      for (let row = 0; row < TILE_PX; row++)
        picture.set(
          rgb.subarray(3 * TILE_PX * row, 3 * TILE_PX * (row + 1)),
          3 * ((corner[1] + row) * widthPx + corner[0]),
        );
    }
    yield picture;
  }
}

/** Writes the pictures as H.264 with the given times. */
export async function writeFaceClip(path: string, clip: FaceClip): Promise<void> {
  const { widthPx = TILE_PX, heightPx = TILE_PX, timesUs } = clip;
  const fps = Math.round(((timesUs.length - 1) * 1e6) / Math.max(timesUs.at(-1)! - timesUs[0]!, 1)) || 25;
  const writer = await openVideoWriter(path, { widthPx, heightPx, fps, crf: 16, preset: 'veryfast' });
  const toI420 = createI420Converter(widthPx, heightPx);
  let frame = 0;
  for (const picture of drawFaces(clip)) await writer.write(toI420(picture), timesUs[frame++]!);
  await writer.close();
}

function scriptOf(moves: readonly Move[], timesUs: readonly number[], seed: number): Script {
  const scene = {
    widthPx: TILE_PX,
    heightPx: TILE_PX,
    iodPx: TILE_PX / 4,
    eyesX: 0.5,
    eyesY: 0.42,
    blurPx: 0,
  };
  const seconds = (timesUs.at(-1) ?? 0) / 1e6 + 1;
  const base = createScript({ preset: 'rest', seed, fps: 50, seconds, family: 'gaussian', scene });
  return {
    ...base,
    events: moves.map(({ au, atS, lastsS = 0.3, peakPctIod = 4 }) => ({
      kind: 'micro',
      emotion: null,
      actions: [{ au, left: 1, right: 1 }],
      peakPctIod,
      course: {
        onsetS: atS,
        apexS: atS + lastsS / 2,
        offsetS: atS + lastsS,
        plateauS: lastsS > 1 ? lastsS - 0.6 : 0.1 * lastsS,
        rise: 'cosine',
        fall: 'cosine',
      },
    })),
    blinks: [],
    gaze: [],
    noise: { readSigma: 1, perLevel: 0.01 },
  };
}
