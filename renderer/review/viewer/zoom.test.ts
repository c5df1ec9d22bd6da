import { expect, test } from 'vitest';
import { placeZoomed, WHOLE, zoomedAt, zoomedTo } from './zoom.ts';

const frame = { widthPx: 640, heightPx: 480 };
const area = { widthPx: 1000, heightPx: 600 };

test('the whole frame lies in the middle', () => {
  expect(placeZoomed(frame, area, WHOLE)).toMatchObject({ x: 100, y: 0, width: 800, height: 600 });
});

test('zooming keeps what is under the pointer under it', () => {
  const before = placeZoomed(frame, area, WHOLE);
  const [x, y] = [400, 300];
  const zoom = zoomedAt(WHOLE, 4, before, x, y);
  const after = placeZoomed(frame, area, zoom);
  expect((x - after.x) / after.width).toBeCloseTo((x - before.x) / before.width, 1);
  expect((y - after.y) / after.height).toBeCloseTo((y - before.y) / before.height, 1);
});

test('zooming out ends with the whole frame, without gaps on the way', () => {
  const near = zoomedTo({ x: 500, y: 10, width: 100, height: 100 }, frame);
  const place = placeZoomed(frame, area, near);
  expect(place.x).toBeLessThanOrEqual(0);
  expect(place.y).toBeLessThanOrEqual(0);
  expect(place.x + place.width).toBeGreaterThanOrEqual(area.widthPx);
  expect(zoomedAt(near, 1e-3, place, 0, 0)).toEqual(WHOLE);
});
