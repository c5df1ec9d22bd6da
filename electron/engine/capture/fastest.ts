import type { FrameSource } from './source.ts';

/** Rates are told as fractions and rounded: 29.97 will do for 30. */
const ENOUGH = 0.95;

/**
 * The first way of opening a device that reaches `fps`, or the fastest of all. Each is closed before the next
 * is tried, since a camera streams to one reader only. Fails as the first way does when none opens.
 */
export async function openFastest(
  ways: readonly (() => Promise<FrameSource>)[],
  fps: number,
): Promise<FrameSource> {
  let best: { way: () => Promise<FrameSource>; fps: number } | null = null;
  let firstFailure: unknown = null;
  for (const way of ways) {
    try {
      const source = await way();
      if (source.info.fps >= ENOUGH * fps) return source;
      if (!best || source.info.fps > best.fps) best = { way, fps: source.info.fps };
      await source[Symbol.asyncDispose]();
    } catch (error) {
      firstFailure ??= error;
    }
  }
  if (!best) throw firstFailure;
  return best.way();
}
