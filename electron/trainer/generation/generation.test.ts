import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWindows } from '../../../test/helpers/made-windows.ts';
import { writeSmallGenerator } from '../../../test/helpers/small-generator.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { type ClipStore, divisionOf, openClipStore } from '../../../models/data/clips/index.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { isMarkedSynthetic } from '../../engine/export/index.ts';
import { generateClips, type GenerationOrder } from './index.ts';

const folder = tempFolder('generation');
const data = join(folder, 'clips');
writeWindows(data, 32, ['a', 'b', 'c', 'd']);
const model = join(folder, 'generator.onnx');
writeSmallGenerator(data, model);

const order = (changes: Partial<GenerationOrder> = {}): GenerationOrder => ({
  model,
  data,
  whom: 'everybody',
  outDir: join(folder, 'made'),
  perClass: 8,
  seed: 1,
  videos: 0,
  hasSheet: false,
  hasVisibleMark: false,
  ...changes,
});
const generate = (changes: Partial<GenerationOrder> = {}) =>
  generateClips(order(changes), new AbortController().signal, () => undefined);

const bytesOf = (store: ClipStore, index: number): { frames: Uint8Array; neutral: Uint8Array } => {
  const bytes = store.newBytes();
  store.read(index, bytes);
  return { frames: bytes.frames, neutral: bytes.neutral };
};

describe('clips of a generator', () => {
  it('are as many of every class and person, with the labels that were asked for, and say that they are made', async () => {
    const seen: number[] = [];
    const generated = await generateClips(order(), new AbortController().signal, ({ done }) =>
      seen.push(done),
    );
    expect(generated).toMatchObject({ clips: 16, people: 4, videos: [], sheet: null });
    expect(seen.at(-1)).toBe(16);
    using store = openClipStore(join(folder, 'made'));
    expect(store.index).toMatchObject({
      synthetic: true,
      planes: 1,
      frames: 16,
      sizePx: 32,
      made: { by: 'onset generate (au-icgan)', mark: 'onset:synthetic', seed: 1, perClass: 8 },
    });
    expect(store.index.made['model']).toMatch(/^[0-9a-f]{64}$/);
    // Only classes with units can be asked for: negative (4) and positive (12) of this store.
    const counts = Map.groupBy(store.clips, ({ subject, emotion }) => `${subject} ${String(emotion)}`);
    expect([...counts.keys()].sort()).toEqual(['a 0', 'a 1', 'b 0', 'b 1', 'c 0', 'c 1', 'd 0', 'd 1']);
    expect([...counts.values()].every(({ length }) => length === 2)).toBe(true);
    using source = openClipStore(data);
    for (const { aus, emotion, conditionSubject, peakPctIod } of store.clips) {
      expect(aus).toEqual(emotion === 0 ? [4] : [12]);
      expect(['a', 'b', 'c', 'd']).toContain(conditionSubject);
      expect(peakPctIod).toBe(2);
    }
    // The persons whose movements are repeated are others, too.
    expect(store.clips.some(({ subject, conditionSubject }) => subject !== conditionSubject)).toBe(true);
    expect(store.count).toBe(16);
    expect(source.count).toBe(32);
  });

  it('move from frame to frame as asked, and come out the same again', async () => {
    await generate();
    await generate({ outDir: join(folder, 'again') });
    using one = openClipStore(join(folder, 'made'));
    using two = openClipStore(join(folder, 'again'));
    expect(bytesOf(one, 3)).toEqual(bytesOf(two, 3));
    const { frames, neutral } = bytesOf(one, 3);
    const area = 32 * 32;
    const change = (frame: number): number =>
      frames
        .subarray(frame * area, (frame + 1) * area)
        .reduce((sum, v, i) => sum + Math.abs(v - neutral[i]!), 0);
    // Conditions are nought at both ends and highest in the middle.
    expect(change(0)).toBe(0);
    expect(change(15)).toBe(0);
    expect(change(7)).toBeGreaterThan(change(2));
    expect(change(7)).toBeGreaterThan(0);
  });

  it('leave marked videos and a marked sheet, and stripes in them where asked', async () => {
    const out = join(folder, 'shown');
    const { videos, sheet } = (await generate({
      outDir: out,
      videos: 2,
      hasSheet: true,
      hasVisibleMark: true,
    }))!;
    expect(videos).toHaveLength(2);
    for (const path of videos) expect(await isMarkedSynthetic(path)).toBe(true);
    const marked = readFileSync(sheet!);
    expect(marked.includes('Comment\0onset:synthetic')).toBe(true);
    const plain = (await generate({ outDir: out, hasSheet: true }))!;
    expect(readFileSync(plain.sheet!).equals(marked)).toBe(false);
    // Clips themselves carry no stripes: they are to be learnt from.
    using store = openClipStore(out);
    expect(new Set(bytesOf(store, 0).neutral.subarray(31 * 32)).size).toBeGreaterThan(2);
  });

  it('leave nothing where they are broken off', async () => {
    const outDir = join(folder, 'aborted');
    expect(await generateClips(order({ outDir }), AbortSignal.abort(), () => undefined)).toBeNull();
    expect(existsSync(join(outDir, 'clips.json'))).toBe(false);
  });

  it('show and repeat only those who may be learnt from, where that is wanted', async () => {
    const outDir = join(folder, 'learnt from');
    const generated = await generate({ outDir, whom: 'learnt-from' });
    using store = openClipStore(outDir);
    const division = divisionOf(['a', 'b', 'c', 'd']);
    expect([...division.values()]).not.toEqual(['train', 'train', 'train', 'train']);
    const seen = store.clips.flatMap(({ subject, conditionSubject }) => [subject, conditionSubject!]);
    expect(new Set(seen.map((name) => division.get(name)))).toEqual(new Set(['train']));
    expect(generated).toMatchObject({ clips: 16, leftOut: [] });
  });

  it('are not made of classes that the generator was not taught, and of none there is a reason', async () => {
    const only12 = join(folder, 'only 12.onnx');
    // Its own units are named by its metadata alone: 9 in place of 4.
    const bytes = readFileSync(model);
    const at = bytes.indexOf('[4,12]');
    expect(at).toBeGreaterThan(0);
    bytes.write('[9,12]', at);
    writeFileSync(only12, bytes);
    const outDir = join(folder, 'positive alone');
    expect(await generate({ outDir, model: only12 })).toMatchObject({ clips: 8, leftOut: ['negative'] });
    bytes.write('[9,10]', at);
    const none = join(folder, 'none.onnx');
    writeFileSync(none, bytes);
    const error = await generate({ outDir, model: none }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'generator-unlike', facts: { generator: none } });
  });

  it('cannot be had of a recognizer', async () => {
    const path = 'models/weights/au-gacn.onnx';
    const error = await generate({ model: path }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OnsetError);
    expect(error).toMatchObject({ code: 'generator-unfit', facts: { path } });
  });
});
