/**
 * A still head on which one movement after another comes and goes, each alone, and it is known where the skin went:
 * for measuring how much of a movement an aligner takes for head motion.
 */
import { invert, type Similarity } from '../../contract/align.ts';
import type { AuNumber } from '../../contract/au.ts';
import type { YuvImage } from '../../contract/frame.ts';
import { createI420Converter, type Family, renderClip, type Still } from '../../models/data/synth/index.ts';
import { faceAxes, toPicture } from '../../models/data/synth/face-axes.ts';
import { gaussianAction } from '../../models/data/synth/gaussian-actions.ts';
import { muscleAction, muscleMesh } from '../../models/data/synth/muscle-actions.ts';
import { placeInScene, type SceneOptions } from '../../models/data/synth/scene.ts';
import type { ScriptEvent } from '../../models/data/synth/script.ts';

export interface Movement {
  readonly aus: readonly AuNumber[];
  readonly sides: 'both' | 'left';
  /** Largest displacement anywhere on the face, in % of the distance between the eyes. */
  readonly peakPctIod: number;
}

export interface ExpressionClip {
  readonly timesUs: readonly number[];
  draw(index: number): YuvImage;
  readonly movements: readonly MovedSkin[];
}

/** One movement: when it is at rest and at its apex, and which skin it moves most. */
export interface MovedSkin extends Movement {
  readonly restUs: number;
  readonly apexUs: number;
  /** Points at rest and their displacements at the apex, frame pixels: those that go 70 % of the peak or further. */
  readonly skin: readonly {
    readonly x: number;
    readonly y: number;
    readonly dx: number;
    readonly dy: number;
  }[];
}

export interface ExpressionClipOptions {
  readonly family: Family;
  readonly movements: readonly Movement[];
  readonly scene: SceneOptions;
  readonly fps: number;
  readonly noise: number;
}

/** A movement every two seconds, 0.4 s long with its apex held for 0.1 s; the first after two seconds of rest. */
export function expressionClip(still: Still, options: ExpressionClipOptions): ExpressionClip {
  const { family, scene, fps, noise } = options;
  const starts = options.movements.map((_, i) => 2 + EVERY_S * i);
  const clip = renderClip(still, {
    seed: 1,
    preset: 'rest',
    family,
    fps,
    seconds: 2 + EVERY_S * starts.length,
    scene,
    events: options.movements.map((movement, i) => eventOf(movement, starts[i]!)),
    blinks: [],
    gaze: [],
    speech: [],
    turns: [],
    drift: { x: [], y: [], roll: [] },
    framing: null,
    shows: null,
    light: { flicker: 0, flickerHz: 10, slow: 0, slowPeriodS: 10 },
    noise: { readSigma: noise, perLevel: 0 },
    crf: 0,
  });
  const toI420 = createI420Converter(clip.widthPx, clip.heightPx);
  const rgb = new Uint8Array(3 * clip.widthPx * clip.heightPx);
  return {
    timesUs: clip.timesUs,
    draw: (index) => toI420(clip.draw(index, rgb)),
    movements: options.movements.map((movement, i) => ({
      ...movement,
      restUs: (starts[i]! - 0.1) * 1e6,
      apexUs: (starts[i]! + LASTS_S / 2) * 1e6,
      skin: movedSkin(still, scene, family, movement),
    })),
  };
}

/**
 * The share of a movement that is still seen in the aligned crop, 1 where the crop held fast: with skin points s that
 * go to s + u, seen in the crop at C⁻¹(s) at rest and at C'⁻¹(s + u) at the apex, the seen displacement along u over
 * |u|.
 */
export function seenShare(
  { skin }: MovedSkin,
  rest: readonly Similarity[],
  apex: readonly Similarity[],
): number {
  let [along, square] = [0, 0];
  for (const { x, y, dx, dy } of skin) {
    const [x0, y0] = meanPlace(rest, x, y);
    const [x1, y1] = meanPlace(apex, x + dx, y + dy);
    const [ux, uy] = meanPlace(rest, x + dx, y + dy).map((to, k) => to - [x0, y0][k]!) as [number, number];
    along += (x1 - x0) * ux + (y1 - y0) * uy;
    square += ux * ux + uy * uy;
  }
  return along / square;
}

const EVERY_S = 2;
const LASTS_S = 0.4;
const HELD_S = 0.1;

function eventOf({ aus, sides, peakPctIod }: Movement, onsetS: number): ScriptEvent {
  return {
    kind: 'micro',
    emotion: null,
    actions: aus.map((au) => ({ au, left: 1, right: sides === 'both' ? 1 : 0 })),
    peakPctIod,
    course: {
      onsetS,
      apexS: onsetS + LASTS_S / 2,
      offsetS: onsetS + LASTS_S,
      plateauS: HELD_S,
      rise: 'cosine',
      fall: 'cosine',
    },
  };
}

/** The synthesizer's fields, each normed to a peak of one and added up as it adds them, on a grid of 0.02 IOD. */
function movedSkin(
  still: Still,
  options: SceneOptions,
  family: Family,
  movement: Movement,
): MovedSkin['skin'] {
  const { mesh } = placeInScene(still, options);
  const axes = faceAxes(mesh);
  const shape = family === 'muscle' ? muscleMesh(mesh, axes) : null;
  const places: { x: number; y: number }[] = [];
  for (let y = -1; y <= 2; y += 0.02) for (let x = -1.2; x <= 1.2; x += 0.02) places.push({ x, y });
  const sum = places.map(() => [0, 0] as [number, number]);
  const sides = movement.sides === 'both' ? (['left', 'right'] as const) : (['left'] as const);
  for (const au of movement.aus) {
    for (const side of sides) {
      const field = shape ? muscleAction(shape, au, side) : gaussianAction(mesh, axes, au, side);
      if (!field) continue;
      const out = new Float64Array(2);
      const moves = places.map(({ x, y }) => {
        out.fill(0);
        field(x, y, out);
        return [out[0]!, out[1]!] as const;
      });
      const most = Math.max(...moves.map(([x, y]) => Math.hypot(x, y)));
      moves.forEach(([x, y], i) => {
        sum[i]![0] += x / most;
        sum[i]![1] += y / most;
      });
    }
  }
  const most = Math.max(...sum.map(([x, y]) => Math.hypot(x, y)));
  const scale = movement.peakPctIod / 100 / most;
  return places.flatMap(({ x, y }, i) => {
    const [dx, dy] = sum[i]!;
    if (Math.hypot(dx, dy) < 0.7 * most) return [];
    const at = toPicture(axes, x, y);
    const to = toPicture(axes, x + scale * dx, y + scale * dy);
    return [{ x: at.x, y: at.y, dx: to.x - at.x, dy: to.y - at.y }];
  });
}

function meanPlace(cropToFrame: readonly Similarity[], x: number, y: number): [number, number] {
  let [sumX, sumY] = [0, 0];
  for (const similarity of cropToFrame) {
    const { a, b, tx, ty } = invert(similarity);
    sumX += a * x - b * y + tx;
    sumY += b * x + a * y + ty;
  }
  return [sumX / cropToFrame.length, sumY / cropToFrame.length];
}
