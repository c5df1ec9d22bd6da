import type { AuNumber } from '../../contract/au.ts';
import { AU_NUMBERS, type FaceMeasurement } from '../../contract/au.ts';
import { LANDMARK_COUNT, type FaceObservation } from '../../contract/landmarks.ts';
import type { EventRecord, InputRecord, Provenance } from '../../contract/session.ts';
import type { Moment } from '../../contract/spot.ts';
import { Session, SessionWriter } from '../../electron/engine/session/index.ts';

/**
 * Frame times like those of a phone: 33 or 34 ms apart, one frame of 50 ms in ten, and microseconds that no
 * millisecond holds. Two calls give the same times.
 */
export function variableTimesUs(frames: number): number[] {
  const times: number[] = [];
  let timeUs = 0;
  for (let i = 0; i < frames; i++) {
    times.push(timeUs);
    timeUs += i % 10 === 9 ? 50_017 : 33_367 + (i % 3) * 131;
  }
  return times;
}

export const momentsOf =
  (timesUs: readonly number[]) =>
  (frameIndex: number): Moment => ({
    timeUs: timesUs[frameIndex]!,
    frameIndex,
  });

/** A face whose 478 points all differ, so that a mixed-up point shows. */
export function madeFace(trackId: number, seed = 0): FaceObservation {
  const mesh = Float32Array.from(
    { length: 3 * LANDMARK_COUNT },
    (_, i) => 100 + trackId * 50 + i * 0.25 + seed,
  );
  return {
    trackId,
    mesh,
    box: { x: 10.5, y: 20.25, width: 120, height: 140.5 },
    confidence01: 0.9375,
    pose: { pitchRad: 0.125, yawRad: -0.25, rollRad: 0.0625, translationMm: [12.5, 7.25, -612.75] },
    blendshapes: null,
  };
}

/** All AUs at rest but those given. */
export function madeMeasurement(
  frameIndex: number,
  timeUs: number,
  trackId: number,
  moved: readonly { readonly au: AuNumber; readonly left: number; readonly right: number }[] = [],
): FaceMeasurement {
  const au = new Float32Array(2 * AU_NUMBERS.length);
  for (const { au: number, left, right } of moved) {
    au[AU_NUMBERS.indexOf(number)] = left;
    au[AU_NUMBERS.length + AU_NUMBERS.indexOf(number)] = right;
  }
  return { frameIndex, timeUs, trackId, au, activity: 1.5, lidOpening: [1, 0.875] };
}

export function madeEvent(
  moments: readonly [onset: Moment, apex: Moment, offset: Moment],
  changes: Partial<Omit<EventRecord, 'id'>> = {},
): Omit<EventRecord, 'id'> {
  const [onset, apex, offset] = moments;
  return {
    trackId: 1,
    kind: 'micro',
    onset,
    apex,
    offset,
    aus: [{ au: 12, side: 'left', p: 0.75, intensity: 1.5 }],
    score: 0.8125,
    cautions: [],
    recognition: null,
    ...changes,
  };
}

export const madeInput = (timesUs: readonly number[], changes: Partial<InputRecord> = {}): InputRecord => ({
  path: '/videos/clip.mp4',
  sha256: 'ab'.repeat(32),
  widthPx: 640,
  heightPx: 360,
  fps: ((timesUs.length - 1) * 1e6) / ((timesUs.at(-1) ?? 0) - (timesUs[0] ?? 0)),
  frames: timesUs.length,
  durationS: (timesUs.at(-1) ?? 0) / 1e6,
  isVariableRate: true,
  ...changes,
});

export const MADE_PROVENANCE: Provenance = {
  onset: '0.1.0',
  recipe: 'rigid-256-1',
  bundle: { name: 'mesh', path: '/bundles/mesh.task', sha256: 'cd'.repeat(32), hasBlendshapes: false },
  model: { name: 'au-gacn', sha256: 'ef'.repeat(32), provider: 'cpu', trainedOn: 'made clips' },
  settings: { faces: 2 },
};

/** Frames of `writeMadeSession`, and the moments of its events: [onset, apex, offset] as frame numbers. */
export const MADE = {
  frames: 120,
  events: {
    unreviewed: [10, 13, 17],
    overlapping: [15, 18, 21],
    relabelled: [30, 33, 36],
    rejected: [40, 42, 44],
    macro: [50, 60, 80],
    oneFrame: [90, 90, 90],
    last: [115, 117, 119],
  },
} as const;

export const MADE_INPUT_PATH = '/videos/Zoë, "take 2" & <more>.mp4';

/**
 * A session at a variable rate with two tracks (the first in every frame but 20–24, the second from frame 60 on),
 * a face that was not measured (frame 5), overlapping events, verdicts, and names that need escaping everywhere.
 */
export function writeMadeSession(path: string): Session {
  const timesUs = variableTimesUs(MADE.frames);
  const at = momentsOf(timesUs);
  const when = (name: keyof typeof MADE.events): [Moment, Moment, Moment] => {
    const [onset, apex, offset] = MADE.events[name];
    return [at(onset), at(apex), at(offset)];
  };
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput(timesUs, { path: MADE_INPUT_PATH }));
    writer.setProvenance(MADE_PROVENANCE);
    timesUs.forEach((timeUs, i) => {
      writer.addFrame(i, timeUs);
      if (i < 20 || i > 24) {
        const smile = { au: 12, left: i / 40, right: 0.25 } as const;
        const measurement = i === 5 ? null : madeMeasurement(i, timeUs, 1, [smile]);
        writer.addFace(i, madeFace(1, i), { measurement });
      }
      if (i >= 60) writer.addFace(i, madeFace(2, i), { measurement: madeMeasurement(i, timeUs, 2) });
    });
    writer.addTrack({ id: 1, fromUs: timesUs[0]!, toUs: timesUs[119]!, frames: 115, coverage: 115 / 120 });
    writer.addTrack({ id: 2, fromUs: timesUs[60]!, toUs: timesUs[119]!, frames: 60, coverage: 1 });
    const surprise = { emotion: 'surprise', probabilities: { surprise: 0.75, negative: 0.25 } };
    writer.addEvent(madeEvent(when('unreviewed'), { cautions: ['blink', 'low-frame-rate'] }));
    writer.addWindow({
      trackId: 1,
      ...{ fromUs: 0, toUs: timesUs[30]! },
      ...{ aus: { 4: 0.2, 12: 0.9 }, emotions: { surprise: 0.7 }, nodes: { 4: 0, 12: -0.5 } },
    });
    writer.addEvent(madeEvent(when('overlapping'), { recognition: surprise }));
    writer.addEvent(
      madeEvent(when('relabelled'), {
        aus: [{ au: 4, side: 'both', p: 0.5, intensity: 1 }],
        recognition: surprise,
      }),
    );
    writer.addEvent(madeEvent(when('rejected')));
    writer.addEvent(madeEvent(when('macro'), { kind: 'macro', aus: [] }));
    writer.addEvent(madeEvent(when('oneFrame'), { trackId: 2 }));
    writer.addEvent(
      madeEvent(when('last'), { trackId: 2, recognition: { emotion: null, probabilities: {} } }),
    );
    writer.setTiming({ wallS: 2, realtimeFactor: 2.1, stagesMsPerFrame: { landmarks: 8.5 } });
    writer.finish();
  }
  {
    using session = Session.open(path, { write: true });
    const verdict = { reviewer: 'Zoë "Z" <b>', at: '2026-11-21T12:00:00Z' };
    const kept = { onset: null, apex: null, offset: null, label: null };
    session.addVerdict({ ...verdict, ...kept, eventId: 3, verdict: 'confirm' });
    const later = { ...verdict, at: '2026-11-21T13:00:00Z' };
    session.addVerdict({
      ...later,
      ...kept,
      eventId: 3,
      verdict: 'relabel',
      onset: at(31),
      label: 'disgust, mild & "odd"',
    });
    session.addVerdict({ ...verdict, ...kept, eventId: 4, verdict: 'reject' });
  }
  return Session.open(path);
}

/** A session of a video in which nobody is seen. */
export function writeEmptySession(path: string, frames = 3): Session {
  const timesUs = variableTimesUs(frames);
  {
    using writer = SessionWriter.create(path);
    writer.setInput(madeInput(timesUs));
    writer.setProvenance({ ...MADE_PROVENANCE, model: null });
    timesUs.forEach((timeUs, i) => writer.addFrame(i, timeUs));
    writer.finish();
  }
  return Session.open(path);
}
