/**
 * Answers everything a page asks of a session under review. Knows sessions, their videos and what people decide; the
 * page knows ids only.
 */
import type { Handlers } from '../../../contract/channels/index.ts';
import type { AppContext } from '../context.ts';
import { promised } from '../promised.ts';
import { agreement } from './agreement.ts';
import { curves } from './curves.ts';
import { add, decide, nameTrack, note, redo, undo } from './decisions.ts';
import { evidence } from './evidence.ts';
import { faceView } from './face-view.ts';
import { OpenSessions } from './open-sessions.ts';
import { picture } from './picture.ts';
import { sessionView } from './session-view.ts';
import { momentOf } from './moments.ts';

export type ReviewHandlers = Handlers<'review.'>;

/** The handlers of `review.*`. All throw `session-unknown`, and what `Session.open` throws. */
export function reviewHandlers(context: AppContext): ReviewHandlers {
  const sessions = OpenSessions.of(context);
  return {
    'review.open': async ({ session }) => await sessionView(await sessions.reopen(session), context),
    'review.frameTimes': promised(({ session, from, to }) => ({
      timesUs: sessions.get(session).timesOf(from, to),
    })),
    'review.frameAt': promised(({ session, timeUs }) => ({
      moment: sessions.get(session).reader.frameAt(timeUs),
    })),
    'review.picture': ({ session, frame, widthPx }) =>
      sessions.during(session, (open) => picture(open, momentOf(open.reader, frame), widthPx)),
    'review.face': (takes) => sessions.during(takes.session, (open) => faceView(open, takes)),
    'review.curves': (takes) => sessions.during(takes.session, (open) => curves(open, takes)),
    'review.evidence': promised(({ session, event }) => evidence(sessions.get(session).reader, event)),
    'review.decide': promised((takes) => decide(sessions.get(takes.session), context, takes)),
    'review.add': promised((takes) => add(sessions.get(takes.session), context, takes)),
    'review.note': promised((takes) => note(sessions.get(takes.session), context, takes)),
    'review.nameTrack': promised((takes) => nameTrack(sessions.get(takes.session), context, takes)),
    'review.undo': promised(({ session }) => undo(sessions.get(session), context)),
    'review.redo': promised(({ session }) => redo(sessions.get(session), context)),
    'review.agreement': promised(({ session, first, second }) =>
      agreement(sessions.get(session).reader, first, second),
    ),
    'review.close': async ({ session }) => {
      await sessions.close(session);
      return {};
    },
  };
}

/** Lets go of a session's file and video, as before it is deleted. */
export async function closeReview(context: AppContext, session: string): Promise<void> {
  await OpenSessions.of(context).close(session);
}
