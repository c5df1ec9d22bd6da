/**
 * What the process that starts the engine (the shell, `onset serve`) and the engine process say to each other, apart
 * from what pages ask. In Electron these travel over `process.parentPort`, else over Node's own channel.
 */
import * as v from 'valibot';

export type ToEngine =
  /**
   * A page is to be served over the one port that comes along. `restarted`: why the engine process before this one
   * ended, if it has not been told to a page yet (`app.restarted`).
   */
  | { readonly kind: 'connect'; readonly restarted: string | null }
  /** The machine goes to sleep: what is recorded is brought to an end that can be read. Answered by `suspended`. */
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  /** Where the video of a session lies. Answered by `media` with the same number. */
  | { readonly kind: 'media'; readonly question: number; readonly session: string }
  /** Finish what is being written, then exit with 0. */
  | { readonly kind: 'stop' };

/** Checked by whoever started the process. */
export const FromEngine = v.variant('kind', [
  /** Handlers are in place. */
  v.strictObject({ kind: v.literal('ready') }),
  v.strictObject({ kind: v.literal('suspended') }),
  v.strictObject({
    kind: v.literal('media'),
    question: v.number(),
    /** Null: there is no such session, or its video is not where it was. */
    path: v.nullable(v.string()),
  }),
]);
export type FromEngine = v.InferOutput<typeof FromEngine>;
