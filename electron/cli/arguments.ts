import { parseArgs, type ParseArgsConfig } from 'node:util';
import { OnsetError } from '../../contract/errors.ts';

type Flags = NonNullable<ParseArgsConfig['options']>;
type Parsed<F extends Flags> = ReturnType<
  typeof parseArgs<{ options: F; allowPositionals: true; strict: true }>
>;

/** Like `parseArgs`, with everything it refuses as a `usage` error that points to the command's help. */
export function parseArguments<const F extends Flags>(
  command: string,
  argv: readonly string[],
  options: F,
): Parsed<F> {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own sentence, without its advice about "--": "Unknown option '--foo'. To specify …".
    const [problem] = error.message.replaceAll('\n', ' ').split(/\. /);
    throw usage(problem!.replace(/\.$/, ''), command);
  }
}

export function usage(problem: string, command?: string): OnsetError<'usage'> {
  return new OnsetError('usage', {
    problem,
    hint: `See "onset ${command === undefined ? '' : `${command} `}--help".`,
  });
}

/** A whole number of at least `least`, or `fallback` where the flag is not given. */
export function wholeNumber(flag: string, text: string | undefined, least: number, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw usage(`--${flag} wants a whole number of at least ${least}, not "${text}"`);
}

/** A number above 0, whole or not. */
export function positive(flag: string, text: string, command: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw usage(`--${flag} wants a number above 0, not "${text}"`, command);
}

/** A time in seconds, given as `12.5` or as `[H:]MM:SS[.s]`. */
export function seconds(flag: string, text: string): number {
  const match = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) throw usage(`--${flag} wants seconds or MM:SS, not "${text}"`);
  const [, hours = '0', minutes = '0', rest = '0'] = match;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(rest);
}

/** One of a list of words. */
export function oneOf<const Word extends string>(flag: string, text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw usage(`--${flag} is one of ${words.join(', ')}, not "${text}"`);
  return word;
}
