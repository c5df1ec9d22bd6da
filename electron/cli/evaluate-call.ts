import { join } from 'node:path';
import type { ClassScheme, Protocol } from '../../contract/evaluation.ts';
import type { EvaluationCall, EvaluationData } from '../trainer/evaluation/index.ts';
import { oneOf, parseArguments, usage, wholeNumber } from './arguments.ts';
import { parseChange } from './train-call.ts';

export const EVALUATE_HELP = `onset evaluate NET --data NAME=DIR… --protocol P   a network's table under a protocol

NET is a network of "onset models list --networks", or lbp-top. NAME is a data set (casme2, samm, smic-hs, smic-vis,
smic-nir, own) whose folder is as it was unpacked, or windows for a folder of clips (windows-A, windows-B … for
several). Every fold is trained anew; folds that are done stay done, so the same call goes on where it was cut off.

  --data NAME=DIR   a data set; may be given several times
  --protocol P      loso     each person is tested by a network that learnt from the others
                    cde      the same over several sets together (MEGC 2018, 2019)
                    cross    each set is tested by a network that learnt from the others
                    holdout  a share of the people is tested once
                    lovo     each clip is tested; the same people are learnt from
  --test NAME       cross: tests on this set alone, and never learns from it; may be given several times
  --hold-out X      holdout: the share of people (default: 0.2)
  --classes C       three, five, all or objective (default: three)
  --out DIR         folder of folds, result and reports (default: evaluations/NET-P)
  --cache DIR       where data sets lie once they are prepared (default: prepared, beside --out)
  --preset NAME     the network's size and input (default: the first that takes the clips)
  --set NAME=VALUE  one option of the network or its losses; may be given several times
  --epochs N        rounds over the clips (default: the network's; so with --batch N and --lr X)
  --choose X        chooses the epoch by a share X of the people learnt from (default: 0, the last epoch counts)
  --from RUN        begins every fold with what an earlier run has learnt, if it learnt from nobody who is tested
  --macro DIR       me-recognizer: clips of everyday expressions, whose difference is unlearnt
  --no-balance      clips as they come, not every class as often as another
  --procedure P     honest, or a published trap under its name: best-epoch-on-test, and for ice-gan
                    generated-in-test, which also counts generated pictures of the tested people as tested
  --seed N          of the first parameters, the order and every random choice (default: 1)
  --jobs N          folds side by side, each in a process of its own (default: 1)
  --threads N       processor threads of each (default: 1; other numbers may change last digits)
  --fold K/N        runs only the K-th of N parts of the folds, for schedulers; the last one to end makes the table
  --merge           runs nothing, makes the table of folds that are there
  --queue URL       redis://… : folds go through a queue, which other machines with --worker take part in
  --worker          only takes part in that queue, until it is stopped; wants no NET, and --data where this machine's
                    folders are others than the caller's
  --lock S          seconds of silence after which a machine's folds are given to another (default: 30)
  --compare DIR     is this network better than the one evaluated in that folder?
  --json            one JSON line for each event on standard output

Ctrl-C saves what runs and ends.
Exit status: 0 done, also when stopped; 1 failed; 2 the call is wrong; 3 data or an earlier run cannot be read.`;

/** A machine that only takes part: the calls come through the queue, with its own folders where they lie elsewhere. */
export interface WorkCall {
  readonly url: string;
  readonly lockS: number;
  readonly jobs: number;
  readonly data: readonly EvaluationData[];
  readonly cache: string | null;
  readonly folder: string;
  readonly isJson: boolean;
}

export interface EvaluateCommandCall {
  readonly call: EvaluationCall;
  readonly jobs: number;
  readonly part: { readonly k: number; readonly n: number } | null;
  readonly isMergeOnly: boolean;
  readonly queue: { readonly url: string; readonly lockS: number } | null;
  readonly compare: string | null;
  readonly isJson: boolean;
}

const PROTOCOLS = ['loso', 'lovo', 'cde', 'cross', 'holdout'] as const satisfies readonly Protocol[];
const SCHEMES = ['three', 'five', 'all', 'objective'] as const satisfies readonly ClassScheme[];
const PROCEDURES = [
  'honest',
  'best-epoch-on-test',
  'generated-in-test',
] as const satisfies readonly EvaluationCall['procedure'][];

export function parseEvaluateCall(argv: readonly string[]): EvaluateCommandCall | WorkCall {
  const { values, positionals } = parseArguments('evaluate', argv, {
    data: { type: 'string', multiple: true, default: [] },
    protocol: { type: 'string' },
    test: { type: 'string', multiple: true, default: [] },
    'hold-out': { type: 'string' },
    classes: { type: 'string', default: 'three' },
    out: { type: 'string' },
    cache: { type: 'string' },
    preset: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    epochs: { type: 'string' },
    batch: { type: 'string' },
    lr: { type: 'string' },
    choose: { type: 'string' },
    from: { type: 'string' },
    macro: { type: 'string' },
    'no-balance': { type: 'boolean', default: false },
    procedure: { type: 'string', default: 'honest' },
    seed: { type: 'string' },
    jobs: { type: 'string' },
    threads: { type: 'string' },
    fold: { type: 'string' },
    merge: { type: 'boolean', default: false },
    queue: { type: 'string' },
    worker: { type: 'boolean', default: false },
    lock: { type: 'string' },
    compare: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const jobs = wholeNumber('jobs', values.jobs, 1, 1);
  const lockS = wholeNumber('lock', values.lock, 1, 30);
  if (values.worker) {
    if (values.queue === undefined) throw usage('--worker wants --queue URL', 'evaluate');
    const { queue: url, cache = null, out: folder = 'evaluations/worker', json: isJson } = values;
    return { url, lockS, jobs, data: values.data.map(parseData), cache, folder, isJson };
  }
  const [network, stranger] = positionals;
  if (network === undefined) throw usage('evaluate wants the name of a network', 'evaluate');
  if (stranger !== undefined) throw usage(`evaluate takes one network, not also ${stranger}`, 'evaluate');
  if (values.data.length === 0) throw usage('evaluate wants --data NAME=DIR', 'evaluate');
  if (values.protocol === undefined)
    throw usage(`evaluate wants --protocol: ${PROTOCOLS.join(', ')}`, 'evaluate');
  if (values.queue !== undefined && values.fold !== undefined)
    throw usage('--queue and --fold both divide folds between machines; give one of them', 'evaluate');
  const protocol = oneOf('protocol', values.protocol, PROTOCOLS);
  const procedure = oneOf('procedure', values.procedure, PROCEDURES);
  const innerShare = shareOf('choose', values.choose, 0);
  if (values['hold-out'] !== undefined && protocol !== 'holdout')
    throw usage(`--hold-out is of --protocol holdout, not of ${protocol}`, 'evaluate');
  const heldShare = shareOf('hold-out', values['hold-out'], 0.2);
  if (heldShare === 0) throw usage('--hold-out 0 holds out nobody: there is nothing to test', 'evaluate');
  if (procedure !== 'honest' && innerShare > 0)
    throw usage(
      `--choose picks the epoch by other people, --procedure ${procedure} by those tested`,
      'evaluate',
    );
  const whole = (flag: 'epochs' | 'batch'): number | null =>
    values[flag] === undefined ? null : wholeNumber(flag, values[flag], 1, 1);
  const folder = values.out ?? `evaluations/${network}-${protocol}`;
  return {
    call: {
      network,
      preset: values.preset ?? null,
      changes: Object.fromEntries(values.set.map((text) => parseChange(text, 'evaluate'))),
      data: eachOnce(values.data.map(parseData)),
      cache: values.cache ?? join(folder, '..', 'prepared'),
      protocol,
      tested: values.test,
      heldShare,
      scheme: oneOf('classes', values.classes, SCHEMES),
      epochs: whole('epochs'),
      batch: whole('batch'),
      learningRate: values.lr === undefined ? null : positive('lr', values.lr),
      isBalanced: !values['no-balance'],
      innerShare,
      procedure,
      from: values.from ?? null,
      macro: values.macro ?? null,
      seed: wholeNumber('seed', values.seed, 0, 1),
      threads: wholeNumber('threads', values.threads, 1, 1),
      folder,
    },
    jobs,
    part: values.fold === undefined ? null : parsePart(values.fold),
    isMergeOnly: values.merge,
    queue: values.queue === undefined ? null : { url: values.queue, lockS },
    compare: values.compare ?? null,
    isJson: values.json,
  };
}

export function parseData(text: string): EvaluationData {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw usage(`--data wants NAME=DIR, not "${text}"`, 'evaluate');
  return { name: text.slice(0, at), folder: text.slice(at + 1) };
}

/** Clips of one set that come twice would be counted twice, and its people would be mixed. */
function eachOnce(data: readonly EvaluationData[]): readonly EvaluationData[] {
  const twice = data.find(({ name }, i) => data.findIndex((other) => other.name === name) < i);
  if (twice === undefined) return data;
  const { name } = twice;
  const hint = name === 'windows' ? '; folders of clips are told apart as windows-A, windows-B' : '';
  throw usage(`--data ${name} is given twice${hint}`, 'evaluate');
}

function parsePart(text: string): { readonly k: number; readonly n: number } {
  const [k, n] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).slice(1).map(Number);
  if (k === undefined || n === undefined || k < 1 || k > n)
    throw usage(`--fold wants K/N with K from 1 to N, not "${text}"`, 'evaluate');
  return { k, n };
}

/** A share of the people: neither all nor, unless that is the meaning of 0, nobody. */
function shareOf(flag: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const share = Number(text);
  if (text !== '' && share >= 0 && share < 1) return share;
  throw usage(`--${flag} wants a share from 0 to below 1, not "${text}"`, 'evaluate');
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw usage(`--${flag} wants a number above 0, not "${text}"`, 'evaluate');
}
