import { describe, expect, test } from 'vitest';
import { type Course, courseAt, ramp, RAMPS, spanAbove } from './time-course.ts';

describe.each(RAMPS)('ramp %s', (kind) => {
  test('goes from exactly 0 to exactly 1 and never back', () => {
    expect(ramp(kind, 0)).toBe(0);
    expect(ramp(kind, -1)).toBe(0);
    expect(ramp(kind, 1)).toBe(1);
    let last = 0;
    for (let x = 0.001; x < 1; x += 0.001) {
      expect(ramp(kind, x)).toBeGreaterThanOrEqual(last);
      last = ramp(kind, x);
    }
  });

  test('moves off exactly at the onset and is back exactly at the offset', () => {
    const course: Course = { onsetS: 1, apexS: 1.1, offsetS: 1.3, plateauS: 0.02, rise: kind, fall: kind };
    expect(courseAt(course, 1)).toBe(0);
    expect(courseAt(course, 1.001)).toBeGreaterThan(0);
    expect(courseAt(course, 1.095)).toBe(1);
    expect(courseAt(course, 1.1)).toBe(1);
    expect(courseAt(course, 1.105)).toBe(1);
    expect(courseAt(course, 1.299)).toBeGreaterThan(0);
    expect(courseAt(course, 1.3)).toBe(0);
    expect(courseAt(course, 7)).toBe(0);
  });

  test('passes a tenth of its peak where spanAbove says', () => {
    const course: Course = { onsetS: 0, apexS: 0.1, offsetS: 0.3, plateauS: 0, rise: kind, fall: kind };
    const { fromS, toS } = spanAbove(course, 0.1);
    expect(courseAt(course, fromS)).toBeCloseTo(0.1, 6);
    expect(courseAt(course, toS)).toBeCloseTo(0.1, 6);
    expect(fromS).toBeLessThan(0.1);
    expect(toS).toBeGreaterThan(0.1);
  });
});
