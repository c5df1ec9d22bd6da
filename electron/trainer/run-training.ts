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
import { recognitionJob } from '../../models/train/recognition/index.ts';
import { ReaderThread } from './reader-thread.ts';
import { settleOptions } from './settle-options.ts';

/** Clips a step: more is no faster on a processor, and a batch norm over fewer is noisy. */
const BATCH = 8;
/** As in the networks' comparison: 30 epochs at 10⁻³, falling along a cosine. */
const EPOCHS = 30;
const LEARNING_RATE = 1e-3;
/** Epochs that a plateau may last; a third of the run is no longer a plateau. */
const PATIENCE = 10;
/** Share of the steps over which the learning rate rises. */
const WARM_UP = 0.05;
/** Falls of a stepped schedule: three, to a thousandth. */
const FALLS = 3;
const FALL = 0.1;

/** A network is only given options that were made from its own presets. */
const ANY_NETWORKS: Readonly<Record<string, Network<RecognizerOptions>>> = NETWORKS;

/** Throws what `train` and the clip stores throw, and `usage`. */
export async function runTraining(
  call: TrainingCall,
  control: TrainingControl,
  tell: (event: TrainingEvent) => void,
): Promise<TrainingEnded> {
  using opening = new DisposableStack();
  const opened: ClipStore[] = [];
  const open = (folder: string): ClipStore => {
    const store = opening.use(openClipStore(folder));
    opened.push(store);
    return store;
  };
  const { data, validation } = findParts(call);
  const folder = new RunFolder(call.folder);
  const record = call.isResumed ? folder.readRecord() : null;
  const from = call.from === null ? null : new RunFolder(call.from);
  const earlier = from?.readRecord() ?? null;
  if (earlier !== null) refuseOtherNetwork(call, earlier);
  const seed = call.seed ?? record?.options.seed ?? 1;
  const { network, preset, options, teaching } = settleOptions(call, ANY_NETWORKS, record ?? earlier);
  const job = recognitionJob({
    network,
    preset,
    options,
    teaching,
    learntBefore: earlier === null ? (record?.from?.samples ?? null) : samplesOf(earlier),
    stores: data.map(open),
    validationStores: validation.map(open),
    batch: call.batch ?? record?.batch ?? BATCH,
    seed,
    readElsewhere: (parts, aus, flow) => opening.use(new ReaderThread({ parts, aus, flow })).read,
    flowKernel: null,
  });
  // Hours of training should not end at a clip that was damaged all along.
  for (const store of opened) await checkClips(store, control);
  return await train(job, settleTraining(call, record, job, seed), {
    folder,
    isResumed: call.isResumed,
    from,
    threads: call.threads,
    control,
    tell,
    now: () => performance.now(),
  });
}

/** A folder of parts gives its training part, and its validation part where nothing else is to be scored. */
function findParts({ data, validation }: TrainingCall): Pick<TrainingCall, 'data' | 'validation'> {
  const part = (folder: string, name: Split): string | null =>
    existsSync(join(folder, name, INDEX_FILE)) ? join(folder, name) : null;
  const parted = data.filter((folder) => !existsSync(join(folder, INDEX_FILE)));
  return {
    data: data.map((folder) => (parted.includes(folder) ? (part(folder, 'train') ?? folder) : folder)),
    validation:
      validation.length > 0 ? validation : parted.flatMap((folder) => part(folder, 'validation') ?? []),
  };
}

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
): TrainingOptions {
  if (record !== null) refuseOtherOrder(call, record, job.network.name);
  const before = record?.options;
  const epochs = call.epochs ?? before?.epochs ?? EPOCHS;
  const steps = epochs * Math.max(1, Math.floor(job.dataset.length / job.batch));
  const known = before?.schedules['learningRate'];
  const rate = call.learningRate ?? known?.value ?? LEARNING_RATE;
  const learningRate =
    known !== undefined && call.schedule === null
      ? { ...known, value: rate }
      : makeSchedule(call.schedule ?? 'cosine', rate, steps);
  return {
    epochs,
    schedules: { learningRate },
    seed,
    sampling: { isBalanced: call.isBalanced ?? before?.sampling.isBalanced ?? true, shares: null },
    patience: call.patience === null ? (before?.patience ?? PATIENCE) : call.patience || null,
  };
}

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

function makeSchedule(kind: Schedule['kind'], value: number, steps: number): Schedule {
  switch (kind) {
    case 'constant':
      return { kind, value };
    case 'cosine':
      return { kind, value, end: 0, warmUpSteps: Math.round(WARM_UP * steps) };
    case 'step':
      return { kind, value, factor: FALL, everySteps: Math.ceil(steps / (FALLS + 1)) };
    default:
      return kind satisfies never;
  }
}
