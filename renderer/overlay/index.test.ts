import { describe, expect, test } from 'vitest';
import { AU_NUMBERS } from '../../contract/au.ts';
import type { FaceOverlay } from '../../contract/channels/review.ts';
import {
  BADGE_SHOWN_MS,
  badgePose,
  drawOverlay,
  drawPicture,
  faceAt,
  faceColour,
  isBadgeMoving,
  LAYERS,
  placeContained,
  type OverlayOptions,
} from './index.ts';
import { drawnFace } from './testing/drawn-face.ts';
import { recordedSurface } from './testing/recorded-surface.ts';

const face = (track: number, x: number, change: Partial<FaceOverlay> = {}): FaceOverlay => ({
  track,
  box: { x, y: 100, width: 100, height: 120 },
  points: Float32Array.from(drawnFace()),
  confidence01: 0.9,
  aus: new Float32Array(2 * AU_NUMBERS.length),
  activity: 1,
  ...change,
});

const options = (shown: readonly string[]): OverlayOptions => ({
  layers: Object.fromEntries(
    LAYERS.map((layer) => [layer, shown.includes(layer)]),
  ) as OverlayOptions['layers'],
  units: [1, 12],
  unitPx: 10,
  tagOf: ({ track }) => ({ name: `Person ${track}`, confidence: '90%' }),
  badgeOf: (track) => (track === 2 ? { text: 'Micro', pose: { opacity: 1, below: 0 } } : null),
});

const placement = placeContained(640, 480, 640, 480);
const mirrored = placeContained(640, 480, 640, 480, true);

describe('bars', () => {
  const smiling = face(1, 270);
  smiling.aus![AU_NUMBERS.indexOf(12)] = 5;
  const bar = (isMirrored: boolean): readonly number[] => {
    const { surface, drawn } = recordedSurface();
    drawOverlay(surface, [smiling], isMirrored ? mirrored : placement, options(['bars']));
    const bars = drawn.filter(({ what, colour }) => what === 'rect' && colour === faceColour(1));
    expect(bars).toHaveLength(1);
    return bars[0]!.at;
  };

  test('the person’s left stands on the picture’s right and grows away from the face', () => {
    const [x, , width] = bar(false);
    expect(x).toBeGreaterThan(370);
    expect(width).toBeCloseTo(34, 6);
  });

  test('in a mirror it stands on the left', () => {
    const [x, , width] = bar(true);
    expect(x! + width!).toBeLessThan(270);
  });

  test('stay on the picture where the face is at its edge', () => {
    const { surface, drawn } = recordedSurface();
    drawOverlay(surface, [face(1, 0)], placement, options(['bars']));
    const panels = drawn.filter(({ what }) => what === 'round').map(({ at }) => at);
    expect(Math.min(...panels.map(([x]) => x!))).toBe(0);
  });
});

test('only what is switched on is drawn', () => {
  const drawnWith = (layers: readonly string[]): number => {
    const { surface, drawn } = recordedSurface();
    drawOverlay(surface, [face(1, 200)], placement, options(layers));
    return drawn.length;
  };
  expect(drawnWith([])).toBe(0);
  // The badge of this face is not there; regions at rest stay dark.
  for (const layer of ['outline', 'bars', 'names']) expect(drawnWith([layer]), layer).toBeGreaterThan(0);
  expect(drawnWith(['badges', 'regions'])).toBe(0);
});

test('an outline is dashed where the place of the face is a guess, and each face has its own colour', () => {
  const { surface, drawn } = recordedSurface();
  drawOverlay(surface, [face(1, 100), face(2, 400, { confidence01: 0.3 })], placement, options(['outline']));
  const coloured = drawn.filter(({ colour }) => colour.startsWith('oklch'));
  expect(coloured.map(({ colour, dash }) => [colour, dash])).toEqual([
    [faceColour(1), 0],
    [faceColour(2), 2],
  ]);
});

test('names and badges are written for the face they belong to', () => {
  const { surface, drawn } = recordedSurface();
  drawOverlay(surface, [face(1, 100), face(2, 400)], placement, options(['names', 'badges']));
  const texts = drawn.filter(({ what }) => what === 'text');
  expect(texts.map(({ text }) => text)).toEqual(['Person 1', '90%', 'Person 2', '90%', 'Micro']);
  expect(texts.at(-1)!.at[0]).toBe(450);
});

test('a face without measurements is outlined and named, and nothing else', () => {
  const { surface, drawn } = recordedSurface();
  drawOverlay(surface, [face(1, 100, { aus: null, activity: null })], placement, options(LAYERS));
  expect(drawn.some(({ what }) => what === 'rect')).toBe(false);
  expect(drawn.some(({ what }) => what === 'stroke')).toBe(true);
});

test('the picture lies where overlays are placed', () => {
  const { surface, drawn } = recordedSurface();
  const picture = {} as ImageBitmap;
  const narrow = placeContained(100, 100, 300, 200);
  drawPicture(surface, picture, narrow);
  expect(drawn[0]!.at).toEqual([50, 0, 200, 200]);
});

test('a click finds the smallest face under it, or none', () => {
  const big = face(1, 100, { box: { x: 100, y: 100, width: 300, height: 300 } });
  const small = face(2, 150, { box: { x: 150, y: 150, width: 50, height: 50 } });
  expect(faceAt([big, small], placement, 160, 160)).toBe(2);
  expect(faceAt([big, small], placement, 300, 300)).toBe(1);
  expect(faceAt([big, small], placement, 10, 10)).toBeNull();
});

describe('a badge', () => {
  test('rises, stays, fades and is gone', () => {
    expect(badgePose(0, false)).toEqual({ opacity: 0, below: 1.2 });
    expect(badgePose(1000, false)).toEqual({ opacity: 1, below: 0 });
    expect(badgePose(BADGE_SHOWN_MS - 200, false).opacity).toBeCloseTo(0.5, 6);
    expect(badgePose(BADGE_SHOWN_MS + 1, false).opacity).toBe(0);
  });

  test('is simply there for those who want little movement', () => {
    expect(badgePose(1, true)).toEqual({ opacity: 1, below: 0 });
  });

  test('asks to be drawn again only while it moves', () => {
    expect([100, 1500, BADGE_SHOWN_MS - 100, BADGE_SHOWN_MS + 500].map(isBadgeMoving)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
