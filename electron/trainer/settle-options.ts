/**
 * Which options a network is built and taught with: the preset's, over them those of a run that is resumed, over them
 * the call's.
 */
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingCall } from '../../contract/training.ts';
import type { RunRecord } from '../../models/train/index.ts';
import { problemWithOption } from './option-limits.ts';

/** What options are settled for: a recognizer with the usual teaching, or a synthesizer with its own. */
export interface Trainable<Options extends object, Teaching extends object> {
  readonly name: string;
  /** The first one is the default. */
  readonly presets: Readonly<Record<string, Options>>;
  readonly teaching: Teaching;
  problemWith(options: Options): string | null;
}

export interface SettledOptions<Options, Teaching> {
  readonly preset: string;
  readonly options: Options;
  readonly teaching: Teaching;
}

/** Throws `usage` for a preset or option that there is not, and for options that a network cannot be built with. */
export function settleOptions<Options extends object, Teaching extends object>(
  call: Pick<TrainingCall, 'preset' | 'changes'>,
  network: Trainable<Options, Teaching>,
  record: RunRecord | null,
): SettledOptions<Options, Teaching> {
  const preset = call.preset ?? record?.network.preset ?? Object.keys(network.presets)[0]!;
  const own: Record<string, unknown> = Object.fromEntries(
    Object.entries(choose('preset', preset, network.presets)),
  );
  const teaching: Record<string, unknown> = Object.fromEntries(Object.entries(network.teaching));
  for (const [name, value] of Object.entries(record?.network.options ?? {})) {
    if (name in teaching) teaching[name] = value;
    else own[name] = value;
  }
  for (const [name, value] of Object.entries(call.changes)) {
    const target = [own, teaching].find((options) => isSimple(options[name]));
    if (target === undefined)
      throw wrong(`no option ${name}`, [...simpleNames(own), ...simpleNames(teaching)]);
    if (typeof target[name] !== typeof value)
      throw wrong(`no option ${name} that is a ${typeof value}`, [`${name}=${String(target[name])}`]);
    const usual = [network.teaching, ...Object.values(network.presets)].flatMap((options) =>
      Object.entries(options).flatMap(([key, each]): unknown[] => (key === name ? [each] : [])),
    );
    const wrongValue = problemWithOption(name, value, usual);
    if (wrongValue !== null)
      throw new OnsetError('usage', {
        problem: `--set ${name}=${String(value)} is not possible: ${wrongValue}`,
        hint: `It is ${String(target[name])} where nothing is said.`,
      });
    target[name] = value;
  }
  // Every key is of the preset or of its teaching, with a value of the type it had there.
  const options = own as unknown as Options;
  const problem = network.problemWith(options);
  if (problem !== null)
    throw new OnsetError('usage', {
      problem: `${network.name} cannot be built like that: ${problem}`,
      hint: 'Leave out or change what --set changes.',
    });
  return { preset, options, teaching: teaching as unknown as Teaching };
}

/** Throws `usage`, with the names that there are, for one that there is not. */
export function choose<Value>(what: string, name: string, among: Readonly<Record<string, Value>>): Value {
  if (!Object.hasOwn(among, name)) throw wrong(`no ${what} ${name}`, Object.keys(among));
  return among[name]!;
}

const isSimple = (value: unknown): boolean => ['boolean', 'number', 'string'].includes(typeof value);
const simpleNames = (options: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(options).filter((name) => isSimple(options[name]));

const wrong = (problem: string, names: readonly string[]): OnsetError =>
  new OnsetError('usage', { problem: `There is ${problem}`, hint: `There are: ${names.join(', ')}.` });
