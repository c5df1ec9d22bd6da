import {
  createI420Converter,
  renderClip,
  type Script,
  type Still,
  SYNTHETIC_MARK,
  type Labels,
} from '../../models/data/synth/index.ts';
import { writeOutput } from '../../models/train/atomic-file.ts';
import { openVideoWriter } from '../engine/export/index.ts';

/**
 * Renders a script over a portrait to `base.mp4` and `base.labels.json`; both appear whole or not at all, the video
 * last. Null when `signal` aborts meanwhile. Throws `output-unwritable`.
 */
export async function writeClip(
  still: Still,
  script: Script,
  base: string,
  portrait: string,
  signal: AbortSignal,
): Promise<Labels | null> {
  const clip = renderClip(still, script);
  const { widthPx, heightPx } = clip;
  const toI420 = createI420Converter(widthPx, heightPx);
  await using writer = await openVideoWriter(`${base}.mp4`, {
    widthPx,
    heightPx,
    fps: script.fps,
    crf: script.crf,
    // As a camera's own encoder: fast, with more bits for the same picture.
    preset: 'veryfast',
    // One encoder thread beside the one that draws; several clips are rendered by several calls.
    threads: 1,
    metadata: {
      comment: `${SYNTHETIC_MARK} preset=${script.preset} seed=${script.seed}`,
      title: 'Synthetic clip',
    },
  });
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (const [frame, timeUs] of clip.timesUs.entries()) {
    if (signal.aborted) return null;
    await writer.write(toI420(clip.draw(frame, rgb)), timeUs);
  }
  writeJson(`${base}.labels.json`, { ...clip.labels, portrait });
  await writer.close();
  return clip.labels;
}

export const writeJson = (path: string, value: unknown): void =>
  writeOutput(path, `${JSON.stringify(value)}\n`);
