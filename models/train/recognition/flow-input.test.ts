import { describe, expect, it } from 'vitest';
import type { ClipBytes, ClipShape } from '../../data/clips/index.ts';
import type { FlowRequest } from '../../nets/index.ts';
import { encodeFlow, type FlowKernel, flowLength, flowOfWindow, mirrorFlow } from './flow-input.ts';

const SHAPE: ClipShape = { frames: 5, sizePx: 20, windowS: 0.5, planes: 1 };
const AREA = SHAPE.sizePx ** 2;
const APEX: FlowRequest = { between: 'apex', count: 1, sizePx: 10, coding: 'motion' };

/** Frame t is grey of level 10·t. */
const window: ClipBytes = {
  frames: Uint8Array.from({ length: SHAPE.frames * AREA }, (_, at) => 10 * Math.floor(at / AREA)),
  neutral: new Uint8Array(AREA),
};

/** A flow by a formula in pixels, and the levels between which it was asked for. */
function kernelOf(u: (x: number, y: number) => number, v: (x: number, y: number) => number) {
  const asked: (readonly number[])[] = [];
  const kernel: FlowKernel = (from, to, widthPx, heightPx, out) => {
    asked.push([from[0]!, to[0]!]);
    for (let y = 0; y < heightPx; y++)
      for (let x = 0; x < widthPx; x++) {
        out[y * widthPx + x] = u(x, y);
        out[AREA + y * widthPx + x] = v(x, y);
      }
  };
  return { kernel, asked };
}

const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('flow of a window', () => {
  it('goes from the first frame to the middle one, in % of the width', () => {
    const { kernel, asked } = kernelOf(
      () => 0.5,
      () => -1,
    );
    const flow = flowOfWindow(window, SHAPE, { request: APEX, kernel });
    expect(asked).toEqual([[0, 20]]);
    expect(flow).toHaveLength(flowLength(APEX));
    // 0.5 of 20 pixels is 2.5 %, wherever.
    expect([...flow.subarray(0, 100)]).toEqual(new Array(100).fill(2.5));
    expect([...flow.subarray(100, 200)]).toEqual(new Array(100).fill(-5));
    expect(Math.max(...flow.subarray(200))).toBeLessThan(1e-5);
  });

  it('or to the frame where the apex is known to lie', () => {
    const { kernel, asked } = kernelOf(
      () => 0,
      () => 0,
    );
    flowOfWindow(window, SHAPE, { request: APEX, kernel }, 4);
    expect(asked).toEqual([[0, 40]]);
  });

  it('or from each of several moments to the next, brightness mixed between frames', () => {
    const { kernel, asked } = kernelOf(
      () => 0,
      () => 0,
    );
    const request: FlowRequest = { ...APEX, between: 'steps', count: 3 };
    expect(flowOfWindow(window, SHAPE, { request, kernel })).toHaveLength(900);
    expect(asked).toEqual([
      [0, 13],
      [13, 27],
      [27, 40],
    ]);
  });

  it('has the strain that a stretched and sheared face has', () => {
    // u = 0.02·x + 0.01·y, v = 0.03·y: √(0.02² + 0.03² + ½·0.01²) = 3.674 %.
    const { kernel } = kernelOf(
      (x, y) => 0.02 * x + 0.01 * y,
      (_, y) => 0.03 * y,
    );
    const strain = flowOfWindow(window, SHAPE, { request: APEX, kernel }).subarray(200);
    const inner = [...strain].filter((_, at) => at % 10 > 1 && at % 10 < 8 && at > 19 && at < 80);
    const wanted = 100 * Math.sqrt(0.02 ** 2 + 0.03 ** 2 + 0.5 * 0.01 ** 2);
    for (const value of inner) expect(value).toBeCloseTo(wanted, 3);
    expect(mean(strain)).toBeGreaterThan(0.8 * wanted);
  });

  it('is mirrored with the face', () => {
    const { kernel } = kernelOf(
      (x) => x / 10,
      () => 1,
    );
    const flow = flowOfWindow(window, SHAPE, { request: APEX, kernel });
    const mirrored = mirrorFlow(flow, APEX);
    expect(mirrored[0]).toBe(-flow[9]!);
    expect(mirrored[100]).toBe(flow[109]);
    expect(mirrored[200]).toBe(flow[209]);
    expect([...mirrorFlow(mirrored, APEX)]).toEqual([...flow]);
  });

  it('is coloured by direction, the faster the brighter', () => {
    const request: FlowRequest = { ...APEX, coding: 'hue' };
    // To the right on the left half, to the left on the right one; twice as fast at the bottom, still in one corner.
    const { kernel } = kernelOf(
      (x, y) => (x < 10 ? 1 : -1) * (y < 10 ? 1 : 2) * (x < 3 && y < 3 ? 0 : 1),
      () => 0,
    );
    const flow = flowOfWindow(window, SHAPE, { request, kernel });
    const colours = encodeFlow(flow, request);
    const at = (row: number, column: number): number[] =>
      [0, 1, 2].map((colour) => Math.round(100 * colours[colour * 100 + row * 10 + column]!) / 100);
    expect(at(8, 2)).toEqual([1, 0, 0]);
    expect(at(8, 7)).toEqual([0, 1, 1]);
    expect(at(2, 3)).toEqual([0.5, 0, 0]);
    expect(at(0, 0)).toEqual([0, 0, 0]);
    expect(encodeFlow(flow, APEX)).toBe(flow);
  });
});
