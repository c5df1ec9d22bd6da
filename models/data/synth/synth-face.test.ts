import { beforeAll, describe, expect, test } from 'vitest';
import type { AuNumber } from '../../../contract/au.ts';
import { madePortrait } from '../../../test/helpers/made-portrait.ts';
import { ACTION_COUNT, actionIndex, type Actions } from './actions.ts';
import { toPicture } from './face-axes.ts';
import { HEAD_AT_REST } from './head.ts';
import { meshPoint, type Point } from './face-axes.ts';
import { STUDY_SCENE } from './presets.ts';
import { createSynthFace, FAMILIES, type FaceState, type Family, type SynthFace } from './synth-face.ts';

const REST: FaceState = {
  actions: new Float64Array(ACTION_COUNT),
  lidClosure: { left: 0, right: 0 },
  gaze: { x: 0, y: 0 },
  jaw: 0,
  upperLip: 0,
  head: HEAD_AT_REST,
};
const { widthPx, heightPx } = STUDY_SCENE;

const faces = new Map<Family, SynthFace>();
beforeAll(() => {
  for (const family of FAMILIES)
    faces.set(family, createSynthFace(madePortrait(), { ...STUDY_SCENE, family }));
});

const draw = (face: SynthFace, change: Partial<FaceState>): Float32Array => {
  const out = new Float32Array(widthPx * heightPx * 3);
  face.draw({ ...REST, ...change }, out);
  return out;
};

const acting = (au: AuNumber, left: number, right: number): Actions => {
  const actions = new Float64Array(ACTION_COUNT);
  actions[actionIndex(au, 'left')] = left;
  actions[actionIndex(au, 'right')] = right;
  return actions;
};

/**
 * Motion of a small window between two pictures, by Gauss–Newton on brightness (Lucas and Kanade 1981):
 * knows nothing of how the pictures were made.
 */
function motionAt(from: Float32Array, to: Float32Array, at: Point, radius = 2): Point {
  const grey = (image: Float32Array, x: number, y: number): number => {
    const [i, j] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [x - i, y - j];
    // Catmull–Rom in both directions.
    const w = (t: number): number[] => [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (-2.5 + 1.5 * t),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (-0.5 + 0.5 * t),
    ];
    const [wx, wy] = [w(u), w(v)];
    let sum = 0;
    for (let r = 0; r < 4; r++) {
      for (let c = 0; c < 4; c++) sum += wy[r]! * wx[c]! * image[((j + r - 1) * widthPx + i + c - 1) * 3]!;
    }
    return sum;
  };
  let dx = 0;
  let dy = 0;
  const [cx, cy] = [Math.round(at.x), Math.round(at.y)];
  for (let round = 0; round < 12; round++) {
    let [xx, xy, yy, xt, yt] = [0, 0, 0, 0, 0];
    for (let y = cy - radius; y <= cy + radius; y++) {
      for (let x = cx - radius; x <= cx + radius; x++) {
        const gx = grey(to, x + dx + 0.5, y + dy) - grey(to, x + dx - 0.5, y + dy);
        const gy = grey(to, x + dx, y + dy + 0.5) - grey(to, x + dx, y + dy - 0.5);
        const t = grey(from, x, y) - grey(to, x + dx, y + dy);
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        xt += gx * t;
        yt += gy * t;
      }
    }
    const determinant = xx * yy - xy * xy;
    dx += (yy * xt - xy * yt) / determinant;
    dy += (xx * yt - xy * xt) / determinant;
  }
  return { x: dx, y: dy };
}

/** The largest motion found on a lattice 4 px apart over the face. */
function largestMotion(face: SynthFace, from: Float32Array, to: Float32Array): { size: number; at: Point } {
  let best = { size: 0, at: { x: 0, y: 0 } };
  for (let y = -0.9; y < 1.8; y += 0.04) {
    for (let x = -1; x < 1; x += 0.04) {
      const at = toPicture(face.axes, x, y);
      if (at.y < 12 || at.y > heightPx - 12) continue;
      // Cheap look first: where nothing changed nothing moved.
      const n = (Math.round(at.y) * widthPx + Math.round(at.x)) * 3;
      if (Math.abs(from[n]! - to[n]!) + Math.abs(from[n + 9]! - to[n + 9]!) < 1) continue;
      const d = motionAt(from, to, at);
      const size = Math.hypot(d.x, d.y);
      if (size > best.size) best = { size, at };
    }
  }
  return best;
}

describe.each(FAMILIES)('%s', (family) => {
  test('a shift of the head by half a pixel is rendered as half a pixel', () => {
    const face = faces.get(family)!;
    const shifted = draw(face, { head: { ...HEAD_AT_REST, dxPx: 0.5, dyPx: -0.25 } });
    const d = motionAt(draw(face, {}), shifted, toPicture(face.axes, 0.2, 0.6));
    expect(Math.abs(d.x - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(d.y + 0.25)).toBeLessThan(0.02);
  });

  test.each([1, 2, 12, 17] as const)('AU %i asked for half a pixel moves half a pixel (± 0.03)', (au) => {
    const face = faces.get(family)!;
    const unit = face.peakIod(acting(au, 1, 1));
    // 0.5 % of an IOD of 100 px.
    const strength = 0.005 / unit;
    const { size } = largestMotion(
      face,
      draw(face, {}),
      draw(face, { actions: acting(au, strength, strength) }),
    );
    expect(Math.abs(size - 0.5)).toBeLessThan(0.03);
  });

  test('one unit of any action that moves skin moves some point by one IOD', () => {
    const face = faces.get(family)!;
    for (const au of [1, 2, 4, 6, 9, 10, 12, 14, 15, 17, 20, 23] as const) {
      expect(face.peakIod(acting(au, 1, 0)), `AU ${au}`).toBeCloseTo(1, 3);
    }
  });

  test('an action on the left leaves the right half as it is', () => {
    const face = faces.get(family)!;
    const [rest, left] = [draw(face, {}), draw(face, { actions: acting(12, 0.04, 0) })];
    const corner = (index: number): Point => meshPoint(face.scene.mesh, index);
    const [moved, still] = [motionAt(rest, left, corner(291), 6), motionAt(rest, left, corner(61), 6)];
    expect(Math.hypot(moved.x, moved.y)).toBeGreaterThan(2.5);
    expect(moved.x).toBeGreaterThan(1);
    expect(moved.y).toBeLessThan(-1);
    expect(Math.hypot(still.x, still.y)).toBeLessThan(0.05);
  });

  test('the background stands still, whatever the face does', () => {
    const face = faces.get(family)!;
    const actions = new Float64Array(ACTION_COUNT).fill(0.02);
    const busy = draw(face, {
      actions,
      lidClosure: { left: 1, right: 1 },
      jaw: 0.1,
      gaze: { x: 0.05, y: 0 },
    });
    const rest = draw(face, {});
    for (const [x, y] of [
      [4, 4],
      [widthPx - 5, 4],
    ] as const) {
      const at = (y * widthPx + x) * 3;
      expect(busy[at]).toBe(rest[at]);
    }
  });

  test('opening any small way changes the picture only a little: nothing jumps', () => {
    const face = faces.get(family)!;
    const rest = draw(face, {});
    const changes: Record<string, Partial<FaceState>> = {
      lids: { lidClosure: { left: 1e-3, right: 1e-3 } },
      gaze: { gaze: { x: 1e-4, y: 1e-4 } },
      mouth: { jaw: 1e-4, upperLip: 1e-5 },
      skin: { actions: new Float64Array(ACTION_COUNT).fill(1e-4) },
      head: { head: { ...HEAD_AT_REST, yawRad: 1e-4 } },
    };
    const jumps = Object.entries(changes).filter(([, change]) => {
      const moved = draw(face, change);
      // 0.01 px across the picture's steepest slope (60 levels a pixel), and a tenth of a lid's or lip's edge pixel.
      return moved.some((value, i) => Math.abs(value - rest[i]!) > 6);
    });
    expect(jumps.map(([name]) => name)).toEqual([]);
  });
});

test('a shut lid hides the whole eye, a half shut one half of it', () => {
  const red = [255, 0, 0] as const;
  const { mesh } = madePortrait();
  const ring = [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7].map((i) =>
    meshPoint(mesh, i),
  );
  const face = createSynthFace(
    madePortrait((x, y) => (isInside(ring, x, y) ? red : [90, 90, 90])),
    { ...STUDY_SCENE, family: 'gaussian' },
  );
  const redness = (closure: number): number => {
    const image = draw(face, { lidClosure: { left: closure, right: closure } });
    let sum = 0;
    for (let i = 0; i < image.length; i += 3) if (image[i]! - image[i + 1]! > 80) sum += 1;
    return sum;
  };
  const open = redness(0);
  expect(open).toBeGreaterThan(100);
  expect(redness(0.5)).toBeGreaterThan(0.25 * open);
  expect(redness(0.5)).toBeLessThan(0.75 * open);
  // A row of edge pixels along the lid's margin remains.
  expect(redness(1)).toBeLessThan(0.12 * open);
});

test.each([
  ['lids', { lidClosure: { left: 1e-4, right: 1e-4 } }],
  ['lips', { jaw: 1e-5 }],
])('%s that hardly move are drawn as layers and look as in the picture', (_, change) => {
  const face = faces.get('gaussian')!;
  const rest = draw(face, {});
  // Movements of less than a hundredth of a pixel.
  const layered = draw(face, change);
  let worst = 0;
  layered.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - rest[i]!))));
  expect(worst).toBeGreaterThan(0);
  expect(worst).toBeLessThan(0.5);
});

test('a smile leaves the eyes exactly as they are in the picture', () => {
  const face = faces.get('gaussian')!;
  const rest = draw(face, {});
  const smile = draw(face, { actions: acting(12, 0.05, 0.05) });
  for (const x of [-0.5, 0.5]) {
    const eye = toPicture(face.axes, x, 0);
    const at = (Math.round(eye.y) * widthPx + Math.round(eye.x)) * 3;
    expect(smile.slice(at - 9, at + 9)).toEqual(rest.slice(at - 9, at + 9));
  }
});

test('an open jaw shows a dark mouth and moves the chin by as much', () => {
  const face = faces.get('gaussian')!;
  const [rest, open] = [draw(face, {}), draw(face, { jaw: 0.03 })];
  const chin = meshPoint(face.scene.mesh, 199);
  const d = motionAt(rest, open, chin, 8);
  expect(d.y).toBeGreaterThan(2.6);
  expect(d.y).toBeLessThan(3.2);
});

test('a turned head moves the nose further than the ear, and to the side it turns to', () => {
  const face = faces.get('gaussian')!;
  const [rest, turned] = [draw(face, {}), draw(face, { head: { ...HEAD_AT_REST, yawRad: 0.03 } })];
  const nose = motionAt(rest, turned, meshPoint(face.scene.mesh, 1), 8);
  const cheek = motionAt(rest, turned, meshPoint(face.scene.mesh, 234), 8);
  expect(nose.x).toBeGreaterThan(1);
  expect(nose.x).toBeGreaterThan(cheek.x + 1);
});

test('a framing moves the whole picture, its corners too, by what it says', () => {
  const face = faces.get('gaussian')!;
  const [rest, framed] = [
    draw(face, {}),
    draw(face, { framing: { dxPx: 0.4, dyPx: -0.3, rollRad: 0, scale: 1 } }),
  ];
  for (const at of [
    { x: 20, y: 20 },
    { x: widthPx - 20, y: heightPx - 20 },
    toPicture(face.axes, 0.3, 0.5),
  ]) {
    const d = motionAt(rest, framed, at, 4);
    expect(d.x).toBeCloseTo(0.4, 1);
    expect(d.y).toBeCloseTo(-0.3, 1);
  }
});

test.each([
  ['slides and rolls', { dxPx: 3, dyPx: -2, rollRad: 0.04 }],
  ['turns', { yawRad: 0.1, pitchRad: -0.05 }],
])('the framing that follows a head that %s keeps the eyes where they are', (_, change) => {
  const face = faces.get('gaussian')!;
  const head = { ...HEAD_AT_REST, ...change };
  const [rest, followed] = [draw(face, {}), draw(face, { head, framing: face.framingThatFollows(head) })];
  for (const x of [-0.5, 0.5]) {
    const d = motionAt(rest, followed, toPicture(face.axes, x, 0), 5);
    // A turn shears the eyes' surroundings a little, which a window of eleven pixels sees.
    expect(Math.hypot(d.x, d.y)).toBeLessThan(0.25);
  }
});

function isInside(ring: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  ring.forEach((a, k) => {
    const b = ring[(k + 1) % ring.length]!;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  });
  return inside;
}
