/** Cuts events out of a session's video, frame by frame. Knows where faces are from the session; finds none itself. */
import type { ReviewedEvent } from '../../../../contract/reviewed-events.ts';
import type { SessionReader } from '../../../../contract/session.ts';
import type { FrameAccess, OpenVideo } from '../frame-access.ts';
import { planClips } from './plan.ts';
import { type ClipLook, writeClip } from './write-clip.ts';

export { chosenEvents, type EventChoice } from './plan.ts';

export interface ClipOptions extends ClipLook {
  readonly events: readonly ReviewedEvent[];
  /** Seconds kept before onset and after offset. */
  readonly paddingS: number;
  /** Whether the source is a made clip: then these say so too. */
  readonly isSynthetic: boolean;
  readonly outDir: string;
  readonly baseName: string;
}

export interface ExportHooks {
  readonly signal: AbortSignal;
  /** A file that is whole; a video has also been read back. */
  readonly onFile: (path: string) => void;
  readonly onProgress: (done01: number) => void;
}

/**
 * Writes a clip for each event, in the order in which they begin. Ends early when `signal` is aborted: finished files
 * stay, unfinished ones leave nothing.
 *
 * Throws `video-changed` where a frame is not where the session has it, `clip-check-failed`, `output-unwritable`, and
 * what `video` throws.
 */
export async function writeClips(
  session: SessionReader,
  video: FrameAccess,
  open: OpenVideo,
  options: ClipOptions,
  { signal, onFile, onProgress }: ExportHooks,
): Promise<void> {
  const plans = planClips(options.events, options.paddingS);
  const totalUs = plans.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
  const fps = session.input?.fps ?? 0;
  let frames = 0;
  const onFrame = (): void => {
    frames++;
    if (fps > 0) onProgress(Math.min(1, (frames * 1e6) / (fps * Math.max(1, totalUs))));
  };
  for (const plan of plans) {
    const files = await writeClip(plan, { ...options, session, video, open }, signal, onFrame);
    if (files === null) return;
    files.forEach(onFile);
  }
}
