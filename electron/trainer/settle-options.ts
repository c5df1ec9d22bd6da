/** Which network with which options: the preset's, over them those of a run that is resumed, over them the call's. */
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingCall } from '../../contract/training.ts';
import type { Network, RecognizerOptions } from '../../models/nets/index.ts';
import type { RunRecord } from '../../models/train/index.ts';
import { TEACHING, type TeachingOptions } from '../../models/train/recognition/index.ts';

export interface SettledOptions {
  readonly network: Network<RecognizerOptions>;
  readonly preset: string;
  readonly options: RecognizerOptions;
  readonly teaching: TeachingOptions;
}

/** Throws `usage` for a network, preset or option that there is not. */
export function settleOptions(
  call: TrainingCall,
  networks: Readonly<Record<string, Network<RecognizerOptions>>>,
  record: RunRecord | null,
): SettledOptions {
  const network = choose('network', call.network, networks);
  const preset = call.preset ?? record?.network.preset ?? Object.keys(network.presets)[0]!;
  const own: Record<string, unknown> = { ...choose('preset', preset, network.presets) };
  const teaching: Record<string, unknown> = { ...TEACHING };
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
    target[name] = value;
  }
  const problem = network.problemWith(own as unknown as RecognizerOptions);
  if (problem !== null)
    throw new OnsetError('usage', {
      problem: `${network.name} cannot be built like that: ${problem}`,
      hint: 'Leave out or change what --set changes.',
    });
  // Every key is of the preset or of TEACHING, with a value of the type it had there.
  return {
    network,
    preset,
    options: own as unknown as RecognizerOptions,
    teaching: teaching as unknown as TeachingOptions,
  };
}

function choose<Value>(what: string, name: string, among: Readonly<Record<string, Value>>): Value {
  if (!Object.hasOwn(among, name)) throw wrong(`no ${what} ${name}`, Object.keys(among));
  return among[name]!;
}

const isSimple = (value: unknown): boolean => ['boolean', 'number', 'string'].includes(typeof value);
const simpleNames = (options: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(options).filter((name) => isSimple(options[name]));

const wrong = (problem: string, names: readonly string[]): OnsetError =>
  new OnsetError('usage', { problem: `There is ${problem}`, hint: `There are: ${names.join(', ')}.` });
