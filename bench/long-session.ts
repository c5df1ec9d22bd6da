/** The session that reviewing is measured with: eight hours at 30 frames a second, one face, 10,000 events. */
import { SessionWriter } from '../electron/engine/session/index.ts';
import {
  MADE_PROVENANCE,
  madeEvent,
  madeFace,
  madeInput,
  madeMeasurement,
} from '../test/helpers/made-session.ts';

const HOURS = 8;
const FPS = 30;
export const FRAMES = HOURS * 3600 * FPS;
export const EVENTS = 10_000;

export const timeOf = (frame: number): number => Math.round((frame * 1e6) / FPS);

/** Some 830 MB in a quarter of a minute. */
export function writeLongSession(path: string): void {
  using writer = SessionWriter.create(path);
  const timesUs = [0, timeOf(FRAMES - 1)];
  writer.setInput({ ...madeInput(timesUs), frames: FRAMES, fps: FPS });
  writer.setProvenance(MADE_PROVENANCE);
  const face = madeFace(1);
  for (let frame = 0; frame < FRAMES; frame++) {
    writer.addFrame(frame, timeOf(frame));
    const smile = { au: 12, left: (frame % 1000) / 200, right: 0.5 } as const;
    writer.addFace(frame, face, { measurement: madeMeasurement(frame, timeOf(frame), 1, [smile]) });
  }
  writer.addTrack({ id: 1, fromUs: 0, toUs: timeOf(FRAMES - 1), frames: FRAMES, coverage: 1 });
  const recognition = { emotion: 'surprise', probabilities: { surprise: 0.75, negative: 0.25 } };
  for (let event = 0; event < EVENTS; event++) {
    const at = Math.floor((event * (FRAMES - 20)) / EVENTS);
    const moment = (frameIndex: number) => ({ frameIndex, timeUs: timeOf(frameIndex) });
    writer.addEvent(
      madeEvent([moment(at), moment(at + 5), moment(at + 12)], { recognition, cautions: ['blink'] }),
    );
  }
  writer.finish();
}
