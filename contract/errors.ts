import { ERRORS, type ErrorFacts } from './errors.generated.ts';

export type ErrorCode = keyof ErrorFacts;

/**
 * The world failed: a file is missing, a camera is gone, weights do not match. The code is stable;
 * sentence and remedy stand in docs/errors.md. Our own mistakes are plain `Error`s ("internal: …").
 *
 *     throw new OnsetError('input-not-found', { path });
 */
export class OnsetError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'OnsetError';
  readonly code: Code;
  readonly facts: ErrorFacts[Code];
  readonly remedy: string;
  /** Exit status of the command line: 1 failed, 2 the call is wrong, 3 an input cannot be read. */
  readonly exitStatus: 1 | 2 | 3;

  constructor(code: Code, facts: ErrorFacts[Code], cause?: unknown) {
    super(fill(ERRORS[code].sentence, facts), cause === undefined ? undefined : { cause });
    this.code = code;
    this.facts = facts;
    this.remedy = fill(ERRORS[code].remedy, facts);
    this.exitStatus = ERRORS[code].exit;
  }

  /** Sentence and remedy on one line, as the command line prints it. */
  get line(): string {
    return `${this.message} ${this.remedy}`.replaceAll(/\s+/g, ' ');
  }
}

function fill(text: string, facts: object): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String((facts as Record<string, unknown>)[name]));
}
