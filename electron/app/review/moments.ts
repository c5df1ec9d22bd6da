import { OnsetError } from '../../../contract/errors.ts';
import type { Moment } from '../../../contract/spot.ts';
import type { Session } from '../../engine/session/index.ts';

/** Throws `session-lacks`. */
export function momentOf(session: Session, frameIndex: number): Moment {
  const timeUs = session.timeOf(frameIndex);
  if (timeUs === null) throw new OnsetError('session-lacks', { what: `frame ${frameIndex}` });
  return { timeUs, frameIndex };
}
