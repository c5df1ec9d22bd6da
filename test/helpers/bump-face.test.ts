import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../electron/engine/capture/index.ts';
import { drawBumpClip, writeBumpClip, type BumpClip } from './bump-face.ts';
import { madePortrait } from './made-portrait.ts';

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'the script of seed %i has its three small events, its smile and its blinks apart',
  (seed) => {
    const { events, blinks, seconds } = drawBumpClip(seed);
    const micro = events.filter(({ kind }) => kind === 'micro');
    expect(micro).toHaveLength(3);
    expect(new Set(micro.map(({ site }) => site)).size).toBe(3);
    expect(events).toHaveLength(4);
    expect(blinks).toHaveLength(3);
    for (const { onsetS, apexS, offsetS, pctIod } of micro) {
      expect(offsetS - onsetS).toBeGreaterThanOrEqual(0.15);
      expect(offsetS - onsetS).toBeLessThanOrEqual(0.4);
      expect(apexS).toBeGreaterThan(onsetS);
      expect(apexS).toBeLessThan(offsetS);
      expect(pctIod).toBeGreaterThanOrEqual(1);
      expect(pctIod).toBeLessThanOrEqual(4);
    }
    const spans = [...events, ...blinks].toSorted((x, y) => x.onsetS - y.onsetS);
    spans.forEach(({ offsetS }, k) => expect(offsetS).toBeLessThanOrEqual(spans[k + 1]?.onsetS ?? seconds));
  },
);

test('the same seed draws the same script, another seed another', () => {
  expect(drawBumpClip(7)).toEqual(drawBumpClip(7));
  expect(drawBumpClip(7)).not.toEqual(drawBumpClip(8));
});

test('an event moves its own part of the face, most at its apex, and nothing before its onset', async () => {
  const event = { kind: 'micro', site: 'chin-up', onsetS: 0.1, apexS: 0.2, offsetS: 0.3, pctIod: 4 } as const;
  const plain = { ...drawBumpClip(1), fps: 20, seconds: 0.4, events: [], blinks: [], noise: 0, crf: 0 };
  const [still, moved] = [await lumas(plain), await lumas({ ...plain, events: [event] })];
  const changes = moved.map((luma, frame) => changeByThird(luma, still[frame]!));
  expect(changes).toHaveLength(8);
  // Coded without loss: what does not move is the same to the bit. Frame 2 is the onset, 4 the apex, 6 the offset.
  const [upper, , lower] = changes[4]!;
  for (const frame of [0, 1, 2, 7]) expect(Math.max(...changes[frame]!)).toBe(0);
  expect(lower).toBeGreaterThan(1);
  expect(upper).toBeLessThan(lower / 100);
  expect(lower).toBeGreaterThan(1.5 * changes[3]![2]);
});

async function lumas(clip: BumpClip): Promise<Uint8Array[]> {
  const { pixels, widthPx, heightPx, mesh } = madePortrait();
  const rgba = new Uint8Array(4 * widthPx * heightPx);
  for (let i = 0; i < widthPx * heightPx; i++) rgba.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
  const folder = mkdtempSync(join(tmpdir(), 'onset bump '));
  try {
    const path = join(folder, 'clip.mp4');
    await writeBumpClip(path, { rgba, widthPx, heightPx, mesh }, clip);
    await using source = await openFile(path);
    const frames: Uint8Array[] = [];
    for await (const each of source.frames()) {
      using frame = each;
      const { data, strideBytes } = frame.image.planes[0]!;
      const rows = Array.from({ length: heightPx }, (_, row) => row * strideBytes);
      frames.push(Uint8Array.from(rows.flatMap((at) => [...data.subarray(at, at + widthPx)])));
    }
    return frames;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Mean absolute difference in grey levels of the upper, middle and lower third of two pictures. */
function changeByThird(x: Uint8Array, y: Uint8Array): [number, number, number] {
  const third = x.length / 3;
  const mean = (k: number): number => {
    let sum = 0;
    for (let i = k * third; i < (k + 1) * third; i++) sum += Math.abs(x[i]! - y[i]!);
    return sum / third;
  };
  return [mean(0), mean(1), mean(2)];
}
