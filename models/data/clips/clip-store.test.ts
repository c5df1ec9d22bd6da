import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import { type ClipBytes, openClipStore } from './clip-store.ts';
import { ClipStoreWriter } from './clip-store-writer.ts';
import { DATA_FILE, EMOTION_CLASSES, INDEX_FILE } from './clip-format.ts';

const SHAPE = { frames: 2, sizePx: 4, windowS: 0.5, planes: 1 } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset clips '));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const clip = (k: number): ClipBytes => ({
  frames: Uint8Array.from({ length: 32 }, (_, i) => i + k),
  neutral: Uint8Array.from({ length: 16 }, (_, i) => 200 - i - k),
});

function writeStore(count: number): void {
  using writer = new ClipStoreWriter(folder);
  for (let k = 0; k < count; k++) {
    const labels = {
      subject: `${String(k)}.jpg`,
      seed: k,
      emotion: k % 4,
      aus: [12],
      peakPctIod: 2,
      moves: [],
    };
    writer.add(clip(k), labels);
  }
  writer.finish({
    ...SHAPE,
    synthetic: true,
    recipe: 'r',
    made: { seed: 1 },
    aus: [12],
    emotions: EMOTION_CLASSES,
  });
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof OnsetError ? (error as OnsetError).code : String(error);
  }
  return 'nothing';
}

test('clips come back as they were written, in any order', () => {
  writeStore(5);
  using store = openClipStore(folder);
  expect([store.count, store.frames, store.sizePx, store.planes]).toEqual([5, 2, 4, 1]);
  const bytes = store.newBytes();
  for (const k of [4, 0, 2]) {
    store.read(k, bytes);
    expect(bytes).toEqual(clip(k));
    expect(store.clips[k]!.subject).toBe(`${String(k)}.jpg`);
  }
  expect(JSON.parse(readFileSync(join(folder, INDEX_FILE), 'utf8'))).toMatchObject({ synthetic: true });
});

test('what was not finished leaves nothing behind, and keeps what was there', () => {
  writeStore(2);
  {
    using writer = new ClipStoreWriter(folder);
    writer.add(clip(9), { subject: 'x', seed: 9, emotion: 0, aus: [], peakPctIod: 0, moves: [] });
  }
  expect(existsSync(join(folder, `${DATA_FILE}.tmp`))).toBe(false);
  using store = openClipStore(folder);
  expect(store.count).toBe(2);
});

test('a folder without a finished store says so', () => {
  expect(codeOf(() => openClipStore(folder))).toBe('clips-missing');
  expect(codeOf(() => openClipStore(join(folder, 'nowhere')))).toBe('clips-missing');
});

test('a shortened file, a changed byte, a damaged or foreign index', () => {
  writeStore(3);
  const data = join(folder, DATA_FILE);
  const whole = readFileSync(data);
  truncateSync(data, whole.length - 1);
  expect(codeOf(() => openClipStore(folder))).toBe('clips-damaged');

  const changed = Uint8Array.from(whole);
  changed[60]! ^= 1;
  writeFileSync(data, changed);
  {
    using store = openClipStore(folder);
    const bytes = store.newBytes();
    store.read(0, bytes);
    expect(
      codeOf(() => {
        store.read(1, bytes);
      }),
    ).toBe('clips-damaged');
  }

  rmSync(data);
  expect(codeOf(() => openClipStore(folder))).toBe('clips-damaged');
  writeFileSync(data, whole);
  const index = join(folder, INDEX_FILE);
  const right = JSON.parse(readFileSync(index, 'utf8')) as object;
  for (const wrong of [
    '{"format":',
    '[]',
    '{}',
    JSON.stringify({ ...right, planes: 2 }),
    JSON.stringify({ ...right, frames: 0 }),
    JSON.stringify({ ...right, emotions: ['negative'] }),
    JSON.stringify({ ...right, aus: ['12'] }),
    JSON.stringify({ ...right, clips: [{}] }),
  ]) {
    writeFileSync(index, wrong);
    expect(codeOf(() => openClipStore(folder))).toBe('clips-damaged');
  }
});

test('a folder that cannot be written', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(codeOf(() => new ClipStoreWriter(join(file, 'store')))).toBe('output-unwritable');
});
