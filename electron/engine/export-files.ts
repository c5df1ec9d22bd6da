/** Everything that can be exported from a session, with the video it was made from. Wires session, capture, pictures and export. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import { reviewedEvents } from '../../contract/reviewed-events.ts';
import { openFile } from './capture/index.ts';
import {
  chosenEvents,
  clipName,
  type EventChoice,
  type ExportFormat,
  type ExportHooks,
  type ExportOptions,
  exportPaths,
  exportSession,
  type FrameAccess,
  isMarkedSynthetic,
  isTextFormat,
  rangeOf,
  report,
  writeAtomically,
  writeClips,
} from './export/index.ts';
import { JpegEncoder } from './frames/index.ts';
import { FramesInOrder } from './frames-in-order.ts';
import type { Session } from './session/index.ts';

/** `blurred`: nobody can be recognized by the face; `left-out`: no pictures and no face geometry. */
export type Faces = 'shown' | 'blurred' | 'left-out';

export interface ClipWishes {
  readonly events: EventChoice;
  readonly hasOverlay: boolean;
  /** How many times slower a second copy runs; null: there is none. */
  readonly slowMotion: number | null;
  /** Seconds kept before onset and after offset. */
  readonly paddingS: number;
}

export const USUAL_CLIPS: ClipWishes = {
  events: 'standing',
  hasOverlay: false,
  slowMotion: null,
  paddingS: 0.5,
};

export interface FilesOrder extends Omit<ExportOptions, 'withoutFaces'> {
  readonly formats: readonly ExportFormat[];
  /** What `mp4` means. */
  readonly clips: ClipWishes;
  readonly faces: Faces;
  readonly outDir: string;
  readonly baseName: string;
}

export interface FilesHooks extends ExportHooks {
  /** What was asked for and could not be done, or what to know about the files, one sentence each. */
  readonly onWarning: (sentence: string) => void;
}

/**
 * Writes the files asked for; each appears whole or not at all. Ends early when aborted, and keeps what is finished.
 *
 * Throws `media-missing` where clips are wanted and the video is away, and what `exportSession` and `writeClips` throw.
 */
export async function exportFiles(session: Session, order: FilesOrder, hooks: FilesHooks): Promise<void> {
  const { outDir, baseName, faces } = order;
  const withoutFaces = faces === 'left-out';
  const texts = order.formats.filter(isTextFormat);
  for (const path of await exportSession(session, texts, outDir, baseName, { ...order, withoutFaces }))
    hooks.onFile(path);

  const wantsClips = order.formats.includes('mp4') && !withoutFaces;
  const wantsReport = order.formats.includes('html');
  if (order.formats.includes('mp4') && withoutFaces)
    hooks.onWarning('There are no clips: they are pictures of faces, which were to be left out.');
  if (!wantsClips && !wantsReport) return;
  await using video = openVideo(session);
  if (wantsClips) await exportClips(session, video, order, shareOf(hooks, 0, wantsReport ? 0.7 : 1));
  if (wantsReport && !hooks.signal.aborted)
    await exportReport(session, video, order, shareOf(hooks, wantsClips ? 0.7 : 0, 1));
}

/** The files that `exportFiles` writes where nothing fails. */
export function filesOf(session: Session, order: FilesOrder): string[] {
  const { formats, clips, faces, outDir, baseName } = order;
  const files = exportPaths(formats.filter(isTextFormat), outDir, baseName);
  if (formats.includes('mp4') && faces !== 'left-out')
    for (const event of chosenEvents(session, clips.events, rangeOf(order)))
      for (const times of clips.slowMotion === null ? [1] : [1, clips.slowMotion])
        files.push(join(outDir, clipName(baseName, event, times)));
  if (formats.includes('html')) files.push(join(outDir, `${baseName}.html`));
  return files;
}

async function exportClips(
  session: Session,
  video: Video | null,
  order: FilesOrder,
  hooks: FilesHooks,
): Promise<void> {
  if (!video) throw new OnsetError('media-missing', { path: session.input?.path ?? session.path });
  const { clips, faces, outDir, baseName } = order;
  const events = chosenEvents(session, clips.events, rangeOf(order));
  if (events.length === 0) hooks.onWarning('There are no clips: no event is among those that were chosen.');
  const isBlurred = faces === 'blurred';
  if (isBlurred && events.length > 0)
    hooks.onWarning(
      'Blurred are the faces that were followed. Look through the clips before you pass them on: a face that was never found is not blurred.',
    );
  const isSynthetic = await isMarkedSynthetic(video.name);
  await writeClips(
    session,
    video,
    openFile,
    { ...clips, events, isBlurred, isSynthetic, outDir, baseName },
    hooks,
  );
}

async function exportReport(
  session: Session,
  video: Video | null,
  order: FilesOrder,
  { onFile, onProgress, signal }: FilesHooks,
): Promise<void> {
  const { faces, outDir, baseName, at = new Date() } = order;
  const range = rangeOf(order);
  const events = reviewedEvents(session, range);
  const path = join(outDir, `${baseName}.html`);
  using encoder = new JpegEncoder();
  const encode = async (picture: Parameters<JpegEncoder['encode']>[0]): Promise<Uint8Array> =>
    (await encoder.encode(picture, Infinity)).bytes;
  const pictures = faces === 'shown' && video ? { video, encode } : null;
  const pieces = report(
    session,
    {
      ...{ events, range, baseName, at, pictures },
      noPictures: pictures ? null : faces === 'shown' ? VIDEO_AWAY : FACES_HIDDEN,
      isSynthetic: video !== null && (await isMarkedSynthetic(video.name)),
    },
    (done) => {
      signal.throwIfAborted();
      onProgress(done / events.length);
    },
  );
  try {
    await writeAtomically(path, pieces);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  onFile(path);
}

/** Hooks for a part of the work, which begins and ends at these shares of the whole. */
const shareOf = (hooks: FilesHooks, from: number, to: number): FilesHooks => ({
  ...hooks,
  onProgress: (done01) => {
    hooks.onProgress(from + (to - from) * done01);
  },
});

const VIDEO_AWAY = 'There are no pictures: the video was not where it had been when this report was made.';
const FACES_HIDDEN = 'Pictures are left out: faces were not to be recognizable.';

interface Video extends FrameAccess, AsyncDisposable {}

/** Null where the video is away. */
function openVideo(session: Session): Video | null {
  const { input, provenance } = session;
  if (!input || !existsSync(input.path)) return null;
  const fps = provenance?.settings['fps'];
  return new FramesInOrder(input.path, typeof fps === 'number' ? { fps } : {});
}
