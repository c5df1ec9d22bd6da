import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClipBytes } from '../../models/data/clips/index.ts';
import { evenTimes, portrait, writeFaceClip } from '../../test/helpers/face-clip.ts';
import { cutWindows } from './cut-windows.ts';

const SHAPE = { frames: 16, sizePx: 64, windowS: 0.5, planes: 3 } as const;
const AREA = 64 * 64;

/** Root mean square difference of a frame's green from the neutral's, in levels, in the lower half of the crop. */
function mouthChange({ frames, neutral }: ClipBytes, frame: number): number {
  let sum = 0;
  for (let i = AREA / 2; i < AREA; i++)
    sum += (frames[(frame * 3 + 1) * AREA + i]! - neutral[AREA + i]!) ** 2;
  return Math.sqrt(sum / (AREA / 2));
}

test('the window at a known apex is at rest at its ends and moved in its middle; one beyond the video is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onset cut '));
  try {
    const path = join(folder, 'smile.mp4');
    const faces = [{ still: await portrait(), moves: [{ au: 12, atS: 1.85 }] }] as const;
    await writeFaceClip(path, { timesUs: evenTimes(4, 30), faces });
    const [still, smile, beyond] = await cutWindows(path, [1, 2, 3.95], SHAPE);
    expect(mouthChange(smile!, 8)).toBeGreaterThan(2 * mouthChange(smile!, 0));
    expect(mouthChange(smile!, 8)).toBeGreaterThan(2 * mouthChange(smile!, 15));
    expect(mouthChange(smile!, 8)).toBeGreaterThan(2 * mouthChange(still!, 8));
    expect(beyond).toBeNull();
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
