/**
 * Everything that can be exported from a session, with the video it was made from. Wires session, capture, pictures and
 * export.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reviewedEvents } from '../../contract/reviewed-events.ts';
import { openFile } from './capture/index.ts';
import {
  chosenEvents,
  clipName,
  type EncodeJpeg,
  type EventChoice,
  type ExportFormat,
  type ExportHooks,
  type ExportOptions,
  exportPaths,
  exportSession,
  isMarkedSynthetic,
  isTextFormat,
  rangeOf,
  report,
  writeAtomically,
  writeClips,
} from './export/index.ts';
import type { Session } from './session/index.ts';
import { SessionMedia } from './session-media.ts';

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
  /** Where else to look for the video than where it was; beside the session if not told. */
  readonly mediaDir?: string;
}

export interface FilesHooks extends ExportHooks {
  /** What was asked for and could not be done, or what to know about the files, one sentence each. */
  readonly onWarning: (sentence: string) => void;
}

/**
 * Writes the files asked for; each appears whole or not at all. Ends early when aborted, and keeps what is finished.
 *
 * Throws `video-missing` or `moment-unrecorded` where clips are wanted and there is no video, and what `exportSession` and
 * `writeClips` throw.
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
  await using video = new SessionMedia(session, order.mediaDir);
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
  video: SessionMedia,
  order: FilesOrder,
  hooks: FilesHooks,
): Promise<void> {
  const { clips, faces, outDir, baseName } = order;
  const events = chosenEvents(session, clips.events, rangeOf(order));
  if (events.length === 0) hooks.onWarning('There are no clips: no event is among those that were chosen.');
  const isBlurred = faces === 'blurred';
  if (isBlurred && events.length > 0)
    hooks.onWarning(
      'Blurred are the faces that were followed. Look through the clips before you pass them on: a face that was never found is not blurred.',
    );
  const recorded = events.filter((event) => video.holds(event.apex));
  // Some of many may be missing; of none, the reason is the same for all.
  if (recorded.length === 0) for (const { apex } of events) video.expectPicture(apex);
  if (recorded.length < events.length)
    hooks.onWarning(`${events.length - recorded.length} of the events have no clip: they were not recorded.`);
  const isSynthetic = await isMarked(session);
  const options = { ...clips, events: recorded, isBlurred, isSynthetic, outDir, baseName };
  await writeClips(session, video, openFile, options, hooks);
}

async function exportReport(
  session: Session,
  video: SessionMedia,
  order: FilesOrder,
  { onFile, onProgress, signal }: FilesHooks,
): Promise<void> {
  const { faces, outDir, baseName, at = new Date() } = order;
  const range = rangeOf(order);
  const events = reviewedEvents(session, range);
  const path = join(outDir, `${baseName}.html`);
  const encode: EncodeJpeg = async (picture) => (await video.jpeg.encode(picture, Infinity)).bytes;
  const isThere = events.length === 0 || events.some((event) => video.holds(event.apex));
  const pictures = faces === 'shown' && isThere ? { video, encode } : null;
  const pieces = report(
    session,
    {
      ...{ events, range, baseName, at, pictures },
      noPictures: pictures ? null : faces === 'shown' ? VIDEO_AWAY : FACES_HIDDEN,
      isSynthetic: await isMarked(session),
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

const isMarked = async ({ input }: Session): Promise<boolean> =>
  input !== null && existsSync(input.path) && (await isMarkedSynthetic(input.path));

const VIDEO_AWAY = 'There are no pictures: the video was not where it had been when this report was made.';
const FACES_HIDDEN = 'Pictures are left out: faces were not to be recognizable.';
