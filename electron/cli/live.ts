/** `onset live`: watches a camera, stream or virtual camera, and tells what happens as it happens. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OnsetError } from '../../contract/errors.ts';
import type { EventRecord } from '../../contract/session.ts';
import type { FrameSource } from '../engine/capture/index.ts';
import { shippedRecognizer } from '../engine/infer/index.ts';
import type { LiveReadout, LiveSession } from '../engine/live.ts';
import { usage } from './arguments.ts';
import { onInterruption } from './interruption.ts';
import { type LiveCall, type LiveInput, parseLiveCall } from './live-call.ts';
import { prepareOutputFolder } from './output-folder.ts';

/** Resolves to the exit status. */
export async function liveCommand(argv: readonly string[]): Promise<number> {
  const call = parseLiveCall(argv, shippedRecognizer());
  if (call.model !== null && !existsSync(call.model))
    throw new OnsetError('input-not-found', { path: call.model });
  if (call.record !== null && existsSync(call.record))
    throw usage(`${call.record} exists already, and --record does not write over it`, 'live');
  prepareOutputFolder(call.outDir);
  if (call.record !== null) prepareOutputFolder(dirname(call.record));
  using interruption = onInterruption();
  const told = call.json ? new JsonLines() : new TextLines(process.stderr.isTTY);
  const sessionPath = join(
    call.outDir,
    `live-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.onset`,
  );
  let failure = null as Error | null;
  // Loaded late: a call that is wrong should not wait for networks and codecs.
  const { LiveSession } = await import('../engine/live.ts');
  const live = await LiveSession.open(
    {
      open: () => openInput(call.source),
      sessionPath,
      faces: call.faces,
      model: call.model,
      provider: call.provider,
      bundle: call.landmarks,
      replayS: 0,
      recordingPath: (_, n) => nthPath(resolve(call.record!), n),
      consents: [],
    },
    {
      onMeasured: () => undefined,
      onPicture: null,
      onEvent: (event) => {
        told.event(event);
      },
      onEnd: (problem) => {
        failure = problem;
      },
    },
  );
  await watch(live, call, told, interruption.signal);
  const readout = live.readout();
  told.end(readout, sessionPath);
  // A recording that the disk refused does not end the session; whoever asked for it is to know.
  return endingOf(failure ?? readout.problem);
}

/** A source that begins anew on the way (a camera that was reset) makes another file. */
const nthPath = (path: string, n: number): string => (n === 1 ? path : path.replace(/(\.\w+)$/, `-${n}$1`));

async function watch(live: LiveSession, call: LiveCall, told: Lines, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const timer = setInterval(() => {
    told.counters(live.readout());
  }, 1000);
  try {
    if (call.record !== null) await live.record(true);
    const over = AbortSignal.any([signal, ended.signal]);
    const forever = 2 ** 31 - 1;
    const time = delay(call.seconds === null ? forever : call.seconds * 1000, null, { signal: over });
    await Promise.race([live.done, time.catch(() => null)]);
  } finally {
    ended.abort();
    clearInterval(timer);
    await live.stop();
  }
}

function endingOf(failure: Error | null): number {
  if (failure === null) return 0;
  if (!(failure instanceof OnsetError)) throw failure;
  console.error(`onset: ${(failure as OnsetError).line}`);
  return 1;
}

async function openInput(input: LiveInput): Promise<FrameSource> {
  const { listCameras, openCamera, openStream, openVirtualCamera } =
    await import('../engine/capture/index.ts');
  switch (input.kind) {
    case 'stream':
      return await openStream(input.url);
    case 'file':
      return await openVirtualCamera(input.path, input.fps === null ? {} : { fps: input.fps });
    case 'camera': {
      const { cameras, reason } = input.id === null ? await listCameras() : { cameras: [], reason: null };
      const id = input.id ?? (cameras.find(({ isDefault }) => isDefault) ?? cameras[0])?.id;
      if (id === undefined)
        throw new OnsetError('camera-unavailable', {
          name: 'of this machine',
          reason: reason ?? 'there is none',
        });
      const { fps, size } = input;
      return await openCamera({ id, ...(fps === null ? {} : { fps }), ...(size === null ? {} : { size }) });
    }
  }
}

/** How what happens is told. */
interface Lines {
  event(event: EventRecord): void;
  counters(readout: LiveReadout): void;
  end(readout: LiveReadout, session: string): void;
}

class JsonLines implements Lines {
  event({ id, trackId, kind, onset, apex, offset, aus, score, cautions, recognition }: EventRecord): void {
    const moments = { onset: place(onset), apex: place(apex), offset: place(offset) };
    const emotion = recognition?.emotion ?? null;
    say({ event: 'found', id, track: trackId, kind, ...moments, emotion, aus, score, cautions });
  }

  counters(readout: LiveReadout): void {
    say({ event: 'counters', ...counts(readout) });
  }

  end(readout: LiveReadout, session: string): void {
    say({ event: 'finished', session, ...counts(readout) });
  }
}

class TextLines implements Lines {
  readonly #isTerminal: boolean;

  constructor(isTerminal: boolean) {
    this.#isTerminal = isTerminal;
  }

  event({ trackId, kind, onset, apex, offset, aus, score, recognition }: EventRecord): void {
    const units = aus.map(({ au, side }) => `AU${au}${side === 'both' ? '' : ` ${side}`}`).join(', ');
    const named = recognition?.emotion ? `, ${recognition.emotion}` : '';
    const times = [onset, apex, offset].map(({ timeUs }) => (timeUs / 1e6).toFixed(2)).join(' / ');
    this.#clear();
    console.log(
      `${times} s  face ${trackId}  ${kind}  score ${score.toFixed(2)}  ${units || 'no unit named'}${named}`,
    );
  }

  counters(readout: LiveReadout): void {
    if (!this.#isTerminal) return;
    this.#clear();
    const { runningS, captured, analysed, dropped, unrecorded, measuredFps, landmarksHz, latencyMs } =
      readout;
    const latency = latencyMs
      ? `${latencyMs.median.toFixed(0)} ms (95 %: ${latencyMs.p95.toFixed(0)})`
      : 'none yet';
    process.stderr.write(
      `${runningS.toFixed(0)} s: ${captured} captured, ${analysed} analyzed, ${dropped} dropped, ${lacking(unrecorded)}` +
        `${measuredFps.toFixed(1)} fps, landmarks ${landmarksHz.toFixed(0)} Hz, latency ${latency}`,
    );
  }

  end({ captured, analysed, dropped, unrecorded, events }: LiveReadout, session: string): void {
    this.#clear();
    console.log(
      `${captured} frames captured, ${analysed} analyzed, ${dropped} dropped, ${lacking(unrecorded)}${events} events: ${session}`,
    );
  }

  #clear(): void {
    if (this.#isTerminal) process.stderr.write('\r\u001b[2K');
  }
}

/** Said only where it is so: pictures that the recording lacks. */
const lacking = (unrecorded: number): string => (unrecorded > 0 ? `${unrecorded} not recorded, ` : '');

const place = ({ timeUs, frameIndex }: EventRecord['onset']): object => ({
  t_s: timeUs / 1e6,
  frame: frameIndex,
});

function counts(readout: LiveReadout): object {
  const { runningS, captured, analysed, dropped, waiting, measuredFps, landmarksHz, latencyMs, events } =
    readout;
  return {
    running_s: runningS,
    captured,
    analysed,
    dropped,
    waiting,
    fps: measuredFps,
    landmarks_hz: landmarksHz,
    latency_ms: latencyMs,
    events,
    recorded_s: readout.recordedS,
    unrecorded: readout.unrecorded,
  };
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
