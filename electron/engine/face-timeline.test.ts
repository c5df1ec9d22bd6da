import { expect, test } from 'vitest';
import { madeFace } from '../../test/helpers/made-face.ts';
import { FaceTimeline } from './face-timeline.ts';

function timelineOf(...seen: readonly (readonly [timeUs: number, x: number])[]): FaceTimeline {
  const timeline = new FaceTimeline();
  for (const [timeUs, x] of seen) timeline.add(timeUs, madeFace(1, x));
  return timeline;
}

test('on a key frame the face is what was seen there', () => {
  const timeline = timelineOf([0, 10], [30_000, 20]);
  expect(timeline.at(0, 0, 0)?.mesh[0]).toBe(10);
  expect(timeline.at(30_000, 30_000, 30_000)?.mesh[0]).toBe(20);
});

test('between two key frames everything measured is mixed by time; what cannot be mixed is the nearer one', () => {
  const timeline = new FaceTimeline();
  const [near, far] = [new Map([['jawOpen', 0.1]]), new Map([['jawOpen', 0.9]])];
  timeline.add(0, madeFace(1, 10, { confidence01: 0.9, blendshapes: near }));
  timeline.add(30_000, madeFace(1, 40, { confidence01: 0.5, blendshapes: far }));
  const face = timeline.at(10_000, 0, 30_000)!;
  expect(face.trackId).toBe(1);
  expect([...new Set(face.mesh)]).toEqual([20]);
  expect(face.box).toEqual({ x: 20, y: 20, width: 120, height: 140 });
  expect(face.pose.pitchRad).toBeCloseTo(0.2, 9);
  expect(face.pose.yawRad).toBeCloseTo(-0.2, 9);
  expect(face.pose.translationMm).toEqual([20, 0, -500]);
  expect(face.confidence01).toBe(0.5);
  expect(face.blendshapes).toBe(near);
  expect(timeline.at(20_000, 0, 30_000)!.blendshapes).toBe(far);
});

test('a face that only one of the two key frames shows is not there between them', () => {
  const timeline = timelineOf([0, 10]);
  expect(timeline.at(10_000, 0, 30_000)).toBeNull();
  expect(timeline.at(30_000, 30_000, 30_000)).toBeNull();
  expect(timelineOf([30_000, 10]).at(10_000, 0, 30_000)).toBeNull();
});

test('before the first and after the last key frame the nearest one speaks', () => {
  const timeline = timelineOf([30_000, 10], [60_000, 20]);
  expect(timeline.at(5_000, -Infinity, 30_000)?.mesh[0]).toBe(10);
  expect(timeline.at(80_000, 60_000, Infinity)?.mesh[0]).toBe(20);
  expect(timeline.at(120_000, 90_000, Infinity)).toBeNull();
});

test('forgetting keeps what lies at the time and after it', () => {
  const timeline = timelineOf([0, 10], [30_000, 20], [60_000, 30]);
  timeline.forgetBefore(30_000);
  expect(timeline.at(0, 0, 0)).toBeNull();
  expect(timeline.at(45_000, 30_000, 60_000)?.mesh[0]).toBe(25);
  expect(timeline.newestUs).toBe(60_000);
  timeline.forgetBefore(70_000);
  expect(timeline.newestUs).toBe(-Infinity);
});
