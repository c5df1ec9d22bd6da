/** From a call to a run: opens the clips, settles what was left open, trains. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OnsetError } from '../../contract/errors.ts';
import type { TrainingCall, TrainingEnded, TrainingEvent } from '../../contract/training.ts';
import { type ClipStore, INDEX_FILE, openClipStore, type Split } from '../../models/data/clips/index.ts';
import { type Network, NETWORKS, type RecognizerOptions } from '../../models/nets/index.ts';
import {
  RunFolder,
  samplesOf,
  type RunRecord,
  type Schedule,
  train,
  type TrainingControl,
  type TrainingJob,
  type TrainingOptions,
} from '../../models/train/index.ts';
import {
  DOMAIN_COEFFICIENT,
  recognitionJob,
  refuseUnlikeStores,
  splitPeople,
  TEACHING,
} from '../../models/train/recognition/index.ts';
import type { SynthesisDefaults } from '../../models/train/synthesis/index.ts';
import { saveGenerator } from './save-generator.ts';
import { ReaderThread } from './reader-thread.ts';
import { choose, settleOptions } from './settle-options.ts';
import { synthesisPictures } from './synthesis-pictures.ts';
import { SYNTHESIZERS } from './synthesizers.ts';

/** A recognizer's run, without being told otherwise. */
const RECOGNITION: SynthesisDefaults = {
  // As in the networks' comparison: 30 epochs at 10⁻³, falling along a cosine.
  epochs: 30,
  learningRate: 1e-3,
  warmUp: 0.05,
  // More clips a step are no faster on a processor, and a batch norm over fewer is noisy.
  batch: 8,
  // A third of the run is no longer a plateau.
  patience: 10,
};
/** Falls of a stepped schedule: three, to a thousandth. */
const FALLS = 3;
const FALL = 0.1;

/** Steps in which the reversed gradient of the domain classifier comes to count wholly, as in the original. */
export const DOMAIN_STEPS = 10_000;

/** A network is only given options that were made from its own presets. */
const ANY_NETWORKS: Readonly<Record<string, Network<RecognizerOptions>>> = NETWORKS;

/** Throws what `train` and the clip stores throw, and `usage`. */
export async function runTraining(
  call: TrainingCall,
  control: TrainingControl,
  tell: (event: TrainingEvent) => void,
): Promise<TrainingEnded> {
  using opening = new DisposableStack();
  const { job, options, stores, folder, from } = openTraining(call, opening);
  // Hours of training should not end at a clip that was damaged all along.
  for (const store of stores) await checkClips(store, control);
  const ended = await train(job, options, {
    folder,
    isResumed: call.isResumed,
    from,
    threads: call.threads,
    control,
    tell,
    now: () => performance.now(),
  });
  if (isSynthesizer(call.network) && ended.ending !== 'stopped')
    saveGenerator(SYNTHESIZERS[call.network]!, folder, tell);
  return ended;
}

/** All that a run needs before its first step. */
export interface OpenedTraining {
  readonly job: TrainingJob;
  readonly options: TrainingOptions;
  readonly stores: readonly ClipStore[];
  readonly folder: RunFolder;
  /** The run that it begins with. */
  readonly from: RunFolder | null;
}

/** Opens clips and settles what the call left open. Throws what `runTraining` throws before it trains. */
export function openTraining(call: TrainingCall, opening: DisposableStack): OpenedTraining {
  const stores: ClipStore[] = [];
  const open = (folder: string): ClipStore => {
    const store = opening.use(openClipStore(folder));
    stores.push(store);
    return store;
  };
  const { data, validation } = findParts(call);
  const folder = new RunFolder(call.folder);
  const record = call.isResumed ? folder.readRecord() : null;
  const from = call.from === null ? null : new RunFolder(call.from);
  const earlier = from?.readRecord() ?? null;
  if (earlier !== null) refuseOtherNetwork(call, earlier);
  const defaults = isSynthesizer(call.network) ? SYNTHESIZERS[call.network]!.defaults : RECOGNITION;
  // A wrong word in the call is told before folders are opened.
  refuseMacro(call);
  const make = isSynthesizer(call.network)
    ? synthesis(call, record ?? earlier)
    : recognition(call, record ?? earlier, (thread) => opening.use(thread));
  const request: JobRequest = {
    stores: data.map(open),
    validationStores: validation.map(open),
    macroStores: call.macro === undefined ? [] : [open(partOf(call.macro, 'train') ?? call.macro)],
    learntBefore: earlier === null ? (record?.from?.samples ?? null) : samplesOf(earlier),
    batch: call.batch ?? record?.batch ?? defaults.batch,
    seed: call.seed ?? record?.options.seed ?? 1,
  };
  const job = make(request);
  return { job, options: settleTraining(call, record, job, request.seed, defaults), stores, folder, from };
}

const isSynthesizer = (network: string): boolean => Object.hasOwn(SYNTHESIZERS, network);

interface JobRequest {
  readonly stores: readonly ClipStore[];
  readonly validationStores: readonly ClipStore[];
  readonly macroStores: readonly ClipStore[];
  readonly learntBefore: number | null;
  readonly batch: number;
  readonly seed: number;
}

/** `record`: of the run that is resumed or begun with, whose options it has. */
function recognition(
  call: TrainingCall,
  record: RunRecord | null,
  keep: (thread: ReaderThread) => ReaderThread,
): (request: JobRequest) => TrainingJob {
  const network = choose('network', call.network, {
    ...ANY_NETWORKS,
    ...SYNTHESIZERS,
  }) as Network<RecognizerOptions>;
  const settled = settleOptions(call, { ...network, teaching: TEACHING }, record);
  return (request) =>
    recognitionJob({
      ...request,
      network,
      ...settled,
      readElsewhere: (parts, labelling, flow) => keep(new ReaderThread({ parts, labelling, flow })).read,
      flowKernel: null,
    });
}

function synthesis(call: TrainingCall, record: RunRecord | null): (request: JobRequest) => TrainingJob {
  const network = SYNTHESIZERS[call.network]!;
  const settled = settleOptions(call, network, record);
  return ({ stores, validationStores, learntBefore, batch, seed }) => {
    refuseUnlikeStores([...stores, ...validationStores], network.likeness);
    const parts = splitPeople(stores, validationStores);
    const job = network.job({ learntBefore, batch, seed, ...settled, ...parts });
    // As with the file of its generator (save-generator.ts).
    const beginsWithLast = true;
    return {
      ...job,
      beginsWithLast,
      picture: job.picture ?? synthesisPictures(network, job, parts.validation),
    };
  };
}

/**
 * A folder of parts gives its training part, and its validation part where nothing else is to be scored. One that is to
 * be scored gives its validation part.
 */
function findParts({ data, validation }: TrainingCall): Pick<TrainingCall, 'data' | 'validation'> {
  const isParted = (folder: string): boolean => !existsSync(join(folder, INDEX_FILE));
  const parted = data.filter(isParted);
  return {
    data: data.map((folder) => (parted.includes(folder) ? (partOf(folder, 'train') ?? folder) : folder)),
    validation:
      validation.length > 0
        ? validation.map((folder) =>
            isParted(folder) ? (partOf(folder, 'validation') ?? partOf(folder, 'train') ?? folder) : folder,
          )
        : parted.flatMap((folder) => partOf(folder, 'validation') ?? []),
  };
}

const partOf = (folder: string, name: Split): string | null =>
  existsSync(join(folder, name, INDEX_FILE)) ? join(folder, name) : null;

/** Clips between two looks at what the run has been told: some tenth of a second. */
const LOOK_EVERY = 256;

/** Reads every clip once, some gigabyte a second, until it is told to stop. Throws `clips-damaged`. */
async function checkClips(store: ClipStore, control: TrainingControl): Promise<void> {
  const bytes = store.newBytes();
  for (let index = 0; index < store.count; index++) {
    if (index % LOOK_EVERY === 0) await nextTurn();
    if (control.ending === 'stop') return;
    store.read(index, bytes);
  }
}

function settleTraining(
  call: TrainingCall,
  record: RunRecord | null,
  job: TrainingJob,
  seed: number,
  defaults: SynthesisDefaults,
): TrainingOptions {
  if (record !== null) refuseOtherOrder(call, record, job.network.name);
  const before = record?.options;
  const epochs = call.epochs ?? before?.epochs ?? defaults.epochs;
  const steps = epochs * Math.max(1, Math.floor(job.dataset.length / job.batch));
  const rates = rateInputs(job);
  const saved = before?.schedules[rates[0]!];
  const known = saved?.kind === 'logistic' ? undefined : saved;
  const rate = call.learningRate ?? known?.value ?? defaults.learningRate;
  const schedule =
    known !== undefined && call.schedule === null
      ? { ...known, value: rate }
      : makeSchedule(call.schedule ?? 'cosine', rate, steps, defaults.warmUp);
  return {
    epochs,
    schedules: {
      ...Object.fromEntries(rates.map((name) => [name, schedule])),
      ...(call.macro === undefined ? {} : { [DOMAIN_COEFFICIENT]: { kind: 'logistic', over: DOMAIN_STEPS } }),
    },
    seed,
    sampling: {
      isBalanced: call.isBalanced ?? before?.sampling.isBalanced ?? true,
      // Both domains as often as the other.
      shares: call.macro === undefined ? null : [1, 1],
    },
    patience: call.patience === null ? (before?.patience ?? defaults.patience) : call.patience || null,
  };
}

/** `learningRate`, or one for each of several learners: they rise and fall together. */
export const rateInputs = ({ step, then = [] }: TrainingJob): readonly string[] => [
  ...new Set(
    [step, ...then].flatMap(({ inputs }) =>
      inputs.map(({ name }) => name).filter((name) => /(^|\.)learningRate$/.test(name)),
    ),
  ),
];

function refuseMacro({ network, macro }: TrainingCall): void {
  if (macro !== undefined && network !== WITH_DOMAINS)
    throw new OnsetError('usage', {
      problem: `${network} has no domain classifier, so --macro is of no use to it; ${WITH_DOMAINS} has one`,
      hint: 'See "onset train --help".',
    });
}

const WITH_DOMAINS = 'me-recognizer';

/** Before its options are taken over: another network has other ones. */
function refuseOtherNetwork({ network, from }: TrainingCall, { network: { name } }: RunRecord): void {
  if (name !== network)
    throw new OnsetError('beginning-foreign', { network, folder: from!, reason: `it is of ${name}` });
}

/** What decides the order of samples cannot change within a run: it would be another one. */
function refuseOtherOrder(
  { folder, seed, isBalanced }: TrainingCall,
  record: RunRecord,
  network: string,
): void {
  const { options } = record;
  const refuse = (reason: string): never => {
    throw new OnsetError('checkpoint-foreign', { folder, network, reason });
  };
  if (seed !== null && seed !== options.seed) refuse(`its seed is ${options.seed}, not ${seed}`);
  if (isBalanced === false && options.sampling.isBalanced) refuse('its classes are balanced');
}

function makeSchedule(
  kind: NonNullable<TrainingCall['schedule']>,
  value: number,
  steps: number,
  warmUp: number,
): Schedule {
  switch (kind) {
    case 'constant':
      return { kind, value };
    case 'cosine':
      return { kind, value, end: 0, warmUpSteps: Math.round(warmUp * steps) };
    case 'step':
      return { kind, value, factor: FALL, everySteps: Math.ceil(steps / (FALLS + 1)) };
    default:
      return kind satisfies never;
  }
}
