/**
 * Windows at known moments of a video, by way of the whole engine: decoding, landmarks, alignment, rolling neutral and
 * resampling are those that `onset analyze` runs. Only the spotter is left out: the moments are given.
 */
import type { VideoFrame } from '../../contract/frame.ts';
import { openFile } from '../../electron/engine/capture/index.ts';
import { FaceAnalysis } from '../../electron/engine/face-analysis.ts';
import { FramesInWaiting } from '../../electron/engine/frames-in-waiting.ts';
import { chooseBundle, FaceTracker } from '../../electron/engine/landmarks/index.ts';
import { Stopwatch } from '../../electron/engine/stopwatch.ts';
import { fillPicture, fillWindow } from '../../electron/engine/window/index.ts';
import { type ClipBytes, type ClipShape, neutralBytes, windowBytes } from '../../models/data/clips/index.ts';

/** Spotted events are named about this long after their apex, with the neutral of that time (event-scorer.ts). */
const NAMED_AFTER_S = 1.5;
const RING_S = 3;

/** One entry a moment (ascending), null where the face was not there. `shape.planes` is 3. */
export async function cutWindows(
  path: string,
  momentsS: readonly number[],
  shape: ClipShape,
): Promise<(ClipBytes | null)[]> {
  await using source = await openFile(path);
  await using tracker = await FaceTracker.create({
    bundle: chooseBundle('auto'),
    maxFaces: 1,
    blendshapes: false,
  });
  using analysis = new FaceAnalysis(
    {
      trackId: 0,
      ringSlots: Math.ceil(RING_S * Math.max(30, source.info.fps)),
      needsColour: true,
      needsColourNeutral: true,
      chooseNeutral: () => null,
    },
    new Stopwatch(),
  );
  const waiting = new FramesInWaiting<VideoFrame>();
  const cuts: (ClipBytes | null)[] = [];
  const cutUpTo = (timeS: number): void => {
    while (cuts.length < momentsS.length && momentsS[cuts.length]! + NAMED_AFTER_S <= timeS)
      cuts.push(cut(analysis, momentsS[cuts.length]!, shape));
  };
  const follow = (isEnd = false): void => {
    for (const { frame, faces } of waiting.ready(isEnd)) {
      using held = frame;
      if (faces[0]) analysis.analyze(held, faces[0]);
      cutUpTo(held.timeUs / 1e6);
    }
  };
  try {
    for await (const frame of source.frames()) {
      if (!waiting.add(frame)) continue;
      const found = await tracker.track(frame.image, frame.index, frame.timeUs);
      waiting.found(found);
      if (found.faces[0]) analysis.observe(frame.timeUs, found.faces[0]);
      follow();
    }
    follow(true);
    cutUpTo(Infinity);
  } finally {
    for (const frame of waiting.left) frame[Symbol.dispose]();
  }
  return cuts;
}

function cut(analysis: FaceAnalysis, momentS: number, shape: ClipShape): ClipBytes | null {
  const half = shape.windowS / 2;
  const window = new Float32Array(windowBytes(shape));
  const state = fillWindow(
    analysis.ring,
    (momentS - half) * 1e6,
    (momentS + half) * 1e6,
    shape.frames,
    shape.sizePx,
    window,
  );
  if (state !== 'filled' || !analysis.neutral) return null;
  const neutral = new Float32Array(neutralBytes(shape));
  fillPicture(analysis.neutral, shape.sizePx, neutral);
  return { frames: frameMajor(window, shape), neutral: toBytes(neutral) };
}

/** The engine's windows are [plane, frame, …], a store's [frame, plane, …]. */
function frameMajor(window: Float32Array, { frames, planes, sizePx }: ClipShape): Uint8Array {
  const area = sizePx * sizePx;
  const bytes = new Uint8Array(window.length);
  for (let frame = 0; frame < frames; frame++) {
    for (let plane = 0; plane < planes; plane++) {
      const from = (plane * frames + frame) * area;
      bytes.set(toBytes(window.subarray(from, from + area)), (frame * planes + plane) * area);
    }
  }
  return bytes;
}

const toBytes = (levels: Float32Array): Uint8Array => Uint8Array.from(levels, (level) => level * 255 + 0.5);
