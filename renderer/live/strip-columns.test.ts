import { describe, expect, test } from 'vitest';
import { AU_NUMBERS } from '../../contract/au.ts';
import { ACTIVITY_CURVE, CURVES, CurveHistory } from './curve-history.ts';
import { StripColumns } from './strip-columns.ts';

const MS = 1000;
const aus = (value: number): Float32Array => new Float32Array(2 * AU_NUMBERS.length).fill(value);

describe('a history', () => {
  test('keeps the latest samples and their order', () => {
    const history = new CurveHistory(3);
    for (let i = 0; i < 5; i++) history.push(i * MS, aus(i), 10 * i);
    expect(history.first).toBe(2);
    expect([2, 3, 4].map((sample) => history.value(sample, 0))).toEqual([2, 3, 4]);
    expect(history.value(4, ACTIVITY_CURVE)).toBe(40);
    expect(history.timeUs(2)).toBe(2 * MS);
  });

  test('drops what is older than the last, or the same', () => {
    const history = new CurveHistory(8);
    history.push(20 * MS, aus(1), 0);
    history.push(10 * MS, aus(2), 0);
    history.push(20 * MS, aus(3), 0);
    expect(history.count).toBe(1);
  });
});

describe('columns', () => {
  // Ten milliseconds a column.
  const columns = (): StripColumns => new StripColumns(100, 1_000_000);

  test('show the largest of what falls into them', () => {
    const history = new CurveHistory(10);
    const strip = columns();
    history.push(11 * MS, aus(1), 0);
    history.push(14 * MS, aus(4), 0);
    history.push(18 * MS, aus(2), 0);
    expect(strip.take(history)).toBe(1);
    expect(strip.value(1, 0)).toBe(4);
    expect(strip.latest).toBe(1);
  });

  test('between two samples follow the straight line', () => {
    const history = new CurveHistory(10);
    const strip = columns();
    history.push(0, aus(0), 0);
    history.push(40 * MS, aus(4), 8);
    strip.take(history);
    expect([0, 1, 2, 3, 4].map((column) => strip.value(column, 0))).toEqual([0, 1, 2, 3, 4]);
    expect(strip.value(2, ACTIVITY_CURVE)).toBe(4);
  });

  test('stay empty while the face was away', () => {
    const history = new CurveHistory(10);
    const strip = columns();
    history.push(0, aus(1), 0);
    strip.take(history);
    history.push(400 * MS, aus(1), 0);
    expect(strip.take(history)).toBe(40);
    expect(strip.value(20, 0)).toBeNaN();
    expect(strip.value(40, 0)).toBe(1);
  });

  test('take each sample once, and tell where something changed', () => {
    const history = new CurveHistory(10);
    const strip = columns();
    history.push(0, aus(1), 0);
    strip.take(history);
    expect(strip.take(history)).toBeNull();
    history.push(20 * MS, aus(3), 0);
    expect(strip.take(history)).toBe(0);
    expect(strip.value(1, 0)).toBe(2);
  });

  test('forget what has left the strip', () => {
    const history = new CurveHistory(2000);
    const strip = columns();
    for (let i = 0; i <= 150; i++) history.push(i * 10 * MS, aus(i), 0);
    strip.take(history);
    expect(strip.latest).toBe(150);
    expect(strip.value(50, 0)).toBeNaN();
    expect(strip.value(51, 0)).toBe(51);
    expect(strip.value(150, CURVES - 2)).toBe(150);
  });
});
