import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addon, load, NativeLoadError } from './addon.ts';
import { loadNative } from './index.ts';

test('loads', () => {
  loadNative();
  expect(addon()).toBe(addon());
});

test('a binary that is missing is explained in one line with its remedy', () => {
  const failure = failureOf(join(tmpdir(), 'nowhere', 'onset.node'));
  expect(failure).toMatchObject({ code: 'native-not-loaded', exitStatus: 1 });
  expect(failure.line).toMatch(/not compiled: .*nowhere.* Run `npm run setup`/);
  expect(failure.line).not.toContain('\n');
});

test('a binary that does not fit this machine is explained, with the loader’s own words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onset-native-'));
  try {
    writeFileSync(join(folder, 'onset.node'), 'not a library');
    const failure = failureOf(join(folder, 'onset.node'));
    expect(failure.line).toMatch(/could not be loaded on \w+-\w+: .*--force/);
    expect(failure.cause).toBeInstanceOf(Error);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the compiled functions check memory safety themselves', () => {
  const raw = addon();
  const luma = new Uint8Array(256);
  const out = new Float32Array(4);
  expect(() => raw.measurePatches({} as never, luma, out)).toThrow(RangeError);
  expect(() => raw.medianOfPlanes([luma, luma, luma.subarray(1)], new Uint8Array(256))).toThrow(RangeError);
  expect(() =>
    raw.tvl1Flow(luma, luma, 17, 16, 0.25, 0.15, 0.3, 0.01, 0.5, 5, 5, 30, new Float32Array(1024)),
  ).toThrow(RangeError);
  expect(() => (raw.warpFace as () => void)()).toThrow(TypeError);
  const handle = raw.preparePatches(luma, 16, Float32Array.of(8, 8), Float32Array.of(4), 2);
  expect(() => raw.measurePatches(handle, luma.subarray(1), out)).toThrow(TypeError);
  raw.disposePatches(handle);
  expect(() => raw.measurePatches(handle, luma, out)).toThrow('disposed');
});

function failureOf(path: string): NativeLoadError {
  try {
    load(path);
  } catch (error) {
    if (error instanceof NativeLoadError) return error;
    throw error;
  }
  throw new Error('it loaded');
}
