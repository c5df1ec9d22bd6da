/** A live session on a made source, with everything it told. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventRecord } from '../../../contract/session.ts';
import { openVirtualCamera, type FrameSource } from '../../../electron/engine/capture/index.ts';
import { LiveSession, type LiveReadout, type MeasuredFrame } from '../../../electron/engine/live.ts';

export interface Watched {
  readonly live: LiveSession;
  readonly sessionPath: string;
  readonly measured: MeasuredFrame[];
  readonly pictures: { readonly frame: MeasuredFrame; readonly bytes: Uint8Array }[];
  readonly events: EventRecord[];
  /** Null where it was told to stop; not there before the end. */
  readonly ends: (Error | null)[];
}

export interface WatchOptions {
  readonly folder: string;
  readonly open: () => Promise<FrameSource>;
  readonly replayS?: number;
  /** Whether pictures are said to be looked at; else the first two have to do. */
  readonly isLooking?: boolean;
  /** Milliseconds for which the thread is held with each frame. */
  readonly heldMs?: number;
}

export const camera = (path: string, fps: number) => () => openVirtualCamera(path, { fps });

export async function watch({
  folder,
  open,
  replayS = 0,
  isLooking = true,
  heldMs = 0,
}: WatchOptions): Promise<Watched> {
  const sessionPath = join(folder, 'live.onset');
  const told = { measured: [], pictures: [], events: [], ends: [] } as Omit<Watched, 'live' | 'sessionPath'>;
  const live: LiveSession = await LiveSession.open(
    {
      open,
      sessionPath,
      faces: 2,
      model: null,
      provider: 'auto',
      bundle: 'auto',
      replayS,
      recordingPath: (kind, n, ending) => join(folder, `${kind}-${n}.${ending}`),
      consents: [
        { participant: 'P1', at: new Date().toISOString(), textVersion: '1', scope: 'all', expiresAt: null },
      ],
    },
    {
      onMeasured: (frame) => {
        told.measured.push(frame);
        for (const untilMs = performance.now() + heldMs; performance.now() < untilMs;);
      },
      onPicture: (frame, { bytes }) => {
        told.pictures.push({ frame, bytes });
        if (isLooking) live.shown(frame.moment.frameIndex);
      },
      onEvent: (event) => told.events.push(event),
      onEnd: (problem) => told.ends.push(problem),
    },
  );
  return { live, sessionPath, ...told };
}

/** Waits until the session says so, for as long as a busy machine may take. */
export async function until(
  live: LiveSession,
  isSo: (readout: LiveReadout) => boolean,
  mostS = 90,
): Promise<LiveReadout> {
  for (const endMs = performance.now() + 1000 * mostS; performance.now() < endMs;) {
    const readout = live.readout();
    if (isSo(readout)) return readout;
    await delay(50);
  }
  throw new Error(`it did not come to that: ${JSON.stringify(live.readout())}`);
}
