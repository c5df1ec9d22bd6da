import type { Problem } from '../../contract/channels/fields.ts';
import { OnsetError } from '../../contract/errors.ts';
import { NativeLoadError } from '../../native/index.ts';

/**
 * What a person is told of a failure. Our own mistakes are logged whole and told in one sentence: their text and
 * stack are about code and may hold paths.
 */
export function problemOf(error: unknown, what: string, log: Log): Problem {
  if (error instanceof OnsetError) return tell(error);
  if (error instanceof NativeLoadError)
    return { code: error.code, message: error.sentence, remedy: error.remedy };
  log(`an error in Onset itself, in ${what}: ${(error instanceof Error && error.stack) || String(error)}`);
  return tell(new OnsetError('internal', { what }));
}

/** One line for whoever watches the process. */
export type Log = (line: string) => void;

const tell = ({ code, message, remedy }: Problem): Problem => ({ code, message, remedy });
