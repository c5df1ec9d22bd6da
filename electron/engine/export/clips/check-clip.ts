import { rm } from 'node:fs/promises';
import { OnsetError } from '../../../../contract/errors.ts';
import type { OpenVideo } from '../frame-access.ts';

/** Container times are whole microseconds. */
const TOLERANCE_US = 1;

/**
 * Reads a clip back and compares the time of every frame with the plan. One that does not agree is removed: a clip
 * that is not what it says is worse than none. Throws `clip-check-failed`.
 */
export async function checkClip(path: string, plannedUs: readonly number[], open: OpenVideo): Promise<void> {
  const problem = await problemOf(path, plannedUs, open);
  if (problem === null) return;
  await rm(path, { force: true });
  throw new OnsetError('clip-check-failed', { path, reason: problem });
}

async function problemOf(
  path: string,
  plannedUs: readonly number[],
  open: OpenVideo,
): Promise<string | null> {
  await using video = await open(path);
  let count = 0;
  for await (const frame of video.frames()) {
    using held = frame;
    const planned = plannedUs[count++];
    if (planned !== undefined && Math.abs(held.timeUs - planned) > TOLERANCE_US)
      return `its frame ${count} is shown at ${held.timeUs / 1e6} s instead of ${planned / 1e6} s`;
  }
  return count === plannedUs.length ? null : `it holds ${count} frames instead of ${plannedUs.length}`;
}
