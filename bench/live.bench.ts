/**
 * Live at 640×480 and 100 fps for a minute: a virtual camera plays a made clip, the session is written, pictures are
 * made at 30 a second and looked at, and (in the second run) the video is recorded. Budget: no frame dropped by capture
 * or analysis, landmarks at least 20 times a second, at most 700 MB resident and no growth.
 *
 * `--seconds=N` for another length, `--clip=FILE` for another clip. The peer is the budget or the source's own rate.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openVirtualCamera } from '../electron/engine/capture/index.ts';
import { LiveSession, type LiveReadout } from '../electron/engine/live.ts';
import { evenTimes, portrait, TILE_PX, writeFaceClip } from '../test/helpers/face-clip.ts';
import { median, record, type BenchRow } from './harness.ts';

const FPS = 100;
const BUDGET_HZ = 20;
const BUDGET_MB = 700;
/** Compilation, first landmarks, the first medians. */
const WARM_UP_MS = 5000;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, clip: { type: 'string' } },
});
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'onset-live-'));
const clip = values.clip ?? (await makeClip());

const rows = [...(await measure('watched', false)), ...(await measure('watched and recorded', true))];
rmSync(folder, { recursive: true });
record(
  'live',
  rows,
  `${values.clip ? 'A clip given' : 'A made clip: one drawn face, eyes 54 px apart'}, 640×480 at ${FPS} fps, ${seconds} s, one face, ` +
    'no recognizer, pictures at up to 30 a second, all of it in one process. Resident memory holds the landmark thread.',
);

async function measure(what: string, isRecorded: boolean): Promise<BenchRow[]> {
  let pictures = 0;
  const live: LiveSession = await LiveSession.open(
    {
      open: () => openVirtualCamera(clip, { fps: FPS }),
      sessionPath: join(folder, `${what}.onset`),
      faces: 1,
      model: null,
      provider: 'auto',
      bundle: 'auto',
      replayS: isRecorded ? 20 : 0,
      recordingPath: (kind, n, ending) => join(folder, `${kind}-${n}.${ending}`),
      consents: [],
    },
    {
      onMeasured: () => undefined,
      onPicture: (frame) => {
        pictures++;
        live.shown(frame.moment.frameIndex);
      },
      onEvent: () => undefined,
      onEnd: (problem) => {
        if (problem) throw problem;
      },
    },
  );
  if (isRecorded) await live.record(true);
  await delay(WARM_UP_MS);
  const before = live.readout();
  const usage = process.cpuUsage();
  const startMs = performance.now();
  const samples: { readonly readout: LiveReadout; readonly residentMb: number }[] = [];
  while (performance.now() - startMs < 1000 * seconds) {
    await delay(1000);
    samples.push({ readout: live.readout(), residentMb: process.memoryUsage.rss() / 2 ** 20 });
  }
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(usage);
  const after = live.readout();
  await live.stop();
  const row = (name: string, ours: number, peer: number, peerName: string, unit: string): BenchRow => ({
    ...{ what: `${what}: ${name}`, ours, peer, peerName, unit },
    ratio: ours / peer,
    samples: samples.length,
  });
  const ofAll = (read: (readout: LiveReadout) => number): number =>
    median(samples.map(({ readout }) => read(readout)));
  const third = Math.max(1, Math.floor(samples.length / 3));
  const resident = samples.map(({ residentMb }) => residentMb);
  return [
    row('captured', ((after.captured - before.captured) * 1000) / wallMs, FPS, 'the source', 'frames/s'),
    row('dropped', after.dropped - before.dropped, 1, 'budget: none', 'frames'),
    row(
      'landmarks',
      ofAll(({ landmarksHz }) => landmarksHz),
      BUDGET_HZ,
      'budget, at least',
      'Hz',
    ),
    row(
      'latency, median',
      ofAll(({ latencyMs }) => latencyMs?.median ?? NaN),
      1,
      'ms',
      'ms',
    ),
    row(
      'latency, 95 %',
      ofAll(({ latencyMs }) => latencyMs?.p95 ?? NaN),
      1,
      'ms',
      'ms',
    ),
    row('pictures', (pictures * 1000) / wallMs, 30, 'at most', 'pictures/s'),
    row('processors', (user + system) / 1000 / wallMs, availableParallelism(), 'all cores', 'cores'),
    row('resident, largest', Math.max(...resident), BUDGET_MB, 'budget, at most', 'MiB'),
    row(
      'resident, last third / first third',
      median(resident.slice(-third)),
      median(resident.slice(0, third)),
      'the first third',
      'MiB',
    ),
  ];
}

/** A face that moves now and then, as a camera of 640×480 sees it. */
async function makeClip(): Promise<string> {
  const path = join(folder, 'face.mp4');
  const still = await portrait();
  const place = [(640 - TILE_PX) >> 1, (480 - TILE_PX) >> 1] as const;
  const face = {
    still,
    at: () => place,
    moves: [{ au: 12, atS: 1.5 } as const, { au: 4, atS: 3.5 } as const],
  };
  await writeFaceClip(path, { widthPx: 640, heightPx: 480, timesUs: evenTimes(5, FPS), faces: [face] });
  return path;
}
