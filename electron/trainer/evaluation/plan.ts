/**
 * From a call to folds: what every process that works at an evaluation finds out for itself, the same on all machines.
 */
import { createHash } from 'node:crypto';
import { OnsetError } from '../../../contract/errors.ts';
import { type ClipStore, openClipStore } from '../../../models/data/clips/index.ts';
import {
  foldId,
  problemWithProtocol,
  type Split,
  splitsOf,
} from '../../../models/evaluate/protocols/index.ts';
import type { RecognizerOptions } from '../../../models/nets/index.ts';
import { RunFolder, type RunRecord, samplesOf } from '../../../models/train/index.ts';
import { CLASSIC_DESCRIPTOR } from '../../../models/train/recognition/index.ts';
import { choose, settleOptions } from '../settle-options.ts';
import { type EvaluationCall, GENERATED_IN_TEST, LBP_TOP } from './call.ts';
import { type Foldable, FOLDABLES } from './foldable.ts';
import { isGenerated, type LabelledClip, type LabelledClips, labelClips } from './labelled-clips.ts';
import type { Preparing } from './opened-set.ts';

export interface PlannedFold {
  readonly id: string;
  readonly split: Split;
}

/** How a network is built and taught in every fold. */
export interface PlannedNetwork {
  readonly network: Foldable;
  readonly preset: string;
  readonly options: RecognizerOptions;
  readonly teaching: object;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: 'constant' | 'cosine';
  /** Share of the steps over which the rate rises. */
  readonly warmUp: number;
  /** An earlier run that every fold begins with. */
  readonly earlier: { readonly folder: RunFolder; readonly record: RunRecord } | null;
}

export interface EvaluationPlan extends LabelledClips {
  readonly call: EvaluationCall;
  /** Null for LBP-TOP, which is no network. */
  readonly learnt: PlannedNetwork | null;
  readonly macro: readonly LabelledClip[];
  readonly folds: readonly PlannedFold[];
  /** Plain JSON: all that decides what comes out. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Of all folds together: an evaluation is another one where one fold is. */
  readonly id: string;
}

/** Null where it was told to stop. Throws `usage` and what `labelClips` throws. */
export async function planEvaluation(
  call: EvaluationCall,
  preparing: Preparing,
): Promise<EvaluationPlan | null> {
  // Before data sets are prepared, which may take an hour.
  if (call.network !== LBP_TOP) choose('network', call.network, { ...FOLDABLES, [LBP_TOP]: null });
  refuseWithoutUse(call);
  const labelled = await labelClips(call, preparing);
  if (labelled === null) return null;
  const { clips, stores, classes } = labelled;
  const protocol = { ...call, share: call.heldShare };
  const real = clips.filter((clip) => !isGenerated(clip));
  if (real.length === 0)
    throw new OnsetError('evaluation-generated', { data: call.data.map(({ folder }) => folder).join(', ') });
  const problem = problemWithProtocol(real, protocol);
  if (problem !== null)
    throw new OnsetError('usage', {
      problem: `--protocol ${call.protocol} does not go with the data: ${problem}`,
      hint: 'See "onset evaluate --help".',
    });
  const learnt = call.network === LBP_TOP ? null : planNetwork(call, stores[0]!, classes);
  refuseWithoutGenerator(call, learnt);
  const macro = call.macro === null ? [] : macroClips(call.macro, classes, preparing);
  const settings = settingsOf(call, labelled, learnt, macro);
  const folds = splitsOf(clips, protocol)
    .map((split) => ({ ...split, test: split.test.filter((place) => !isGenerated(clips[place]!)) }))
    .filter(({ test }) => test.length > 0)
    .map((split) => ({ id: foldId({ samples: clips, split, settings }), split }));
  const id = createHash('sha256')
    .update(folds.map((fold) => fold.id).join())
    .digest('hex');
  return { ...labelled, call, learnt, macro, folds, settings, id };
}

/** `learnt` is null for LBP-TOP. */
function refuseWithoutGenerator({ network, procedure }: EvaluationCall, learnt: PlannedNetwork | null): void {
  if (procedure !== GENERATED_IN_TEST || learnt?.network.generates(learnt.options) === true) return;
  throw new OnsetError('usage', {
    problem: `${network} as it is to be built generates no pictures, so --procedure ${procedure} has none to count`,
    hint: 'ice-gan does, but for its generator A.',
  });
}

function refuseWithoutUse({ network, from, macro, changes, preset }: EvaluationCall): void {
  const refuse = (problem: string): never => {
    throw new OnsetError('usage', { problem, hint: 'See "onset evaluate --help".' });
  };
  if (macro !== null && network !== 'me-recognizer')
    refuse(`${network} has no domain classifier, so --macro is of no use to it; me-recognizer has one`);
  if (network !== LBP_TOP) return;
  if (from !== null) refuse(`${LBP_TOP} learns in one go, so --from is of no use to it`);
  if (preset !== null || Object.keys(changes).length > 0)
    refuse(`${LBP_TOP} has neither presets nor options`);
}

function planNetwork(call: EvaluationCall, store: ClipStore, classes: readonly string[]): PlannedNetwork {
  const network = FOLDABLES[call.network]!;
  const { usual } = network;
  const folder = call.from === null ? null : new RunFolder(call.from);
  const record = folder?.readRecord() ?? null;
  if (record !== null) refuseOtherRun(call, record, classes);
  const preset = call.preset ?? record?.network.preset ?? fittingPreset(network, store);
  const settled = settleOptions({ preset, changes: call.changes }, network, record);
  return {
    network,
    ...settled,
    epochs: call.epochs ?? usual.epochs,
    batch: call.batch ?? usual.batch,
    learningRate: call.learningRate ?? usual.learningRate,
    schedule: usual.schedule,
    warmUp: usual.warmUp,
    earlier: folder === null || record === null ? null : { folder, record },
  };
}

/** The first that takes the clips as they are. */
function fittingPreset({ presets, takesAnySize }: Foldable, store: ClipStore): string {
  const names = Object.keys(presets);
  const fits = (name: string): boolean =>
    takesAnySize || (presets[name]!.sizePx === store.sizePx && presets[name]!.frames === store.frames);
  return names.find(fits) ?? names[0]!;
}

function refuseOtherRun(
  { network, from }: EvaluationCall,
  record: RunRecord,
  classes: readonly string[],
): void {
  const foreign = (reason: string): OnsetError =>
    new OnsetError('beginning-foreign', { network, folder: from!, reason });
  if (record.network.name !== network) throw foreign(`it is of ${record.network.name}`);
  const before = record.network.options['emotions'] as readonly string[];
  if (before.length !== classes.length)
    throw foreign(`it learnt ${before.join(', ')}, and is to name ${classes.join(', ')}`);
}

/** Of expressions of everyday size: their class where it has the same name, else none. */
function macroClips(folder: string, classes: readonly string[], { opening }: Preparing): LabelledClip[] {
  const store = opening.use(openClipStore(folder));
  return store.clips.map(({ subject, name, crc32, emotion, conditionSubject }, index) => ({
    set: 'macro',
    subject,
    name: name ?? String(index),
    label: classes.indexOf(store.emotions[emotion]!),
    fingerprint: String(crc32),
    ...(conditionSubject === undefined ? {} : { madeFrom: [conditionSubject] }),
    store,
    index,
  }));
}

function settingsOf(
  call: EvaluationCall,
  { classes, aus, stores }: LabelledClips,
  learnt: PlannedNetwork | null,
  macro: readonly LabelledClip[],
): Readonly<Record<string, unknown>> {
  const { network, protocol, scheme, seed, isBalanced, innerShare, procedure } = call;
  const [{ frames, sizePx, planes, index }] = stores as readonly [ClipStore];
  const shown = { frames, sizePx, planes, recipe: index.recipe };
  const common = { network, protocol, scheme, classes, shown, seed };
  if (learnt === null) return { ...common, descriptor: CLASSIC_DESCRIPTOR };
  const { preset, options, teaching, epochs, batch, learningRate, schedule, warmUp, earlier } = learnt;
  return {
    ...common,
    preset,
    options: { ...options },
    teaching: { ...teaching },
    aus: options.aus.length === 0 ? [] : aus,
    training: { epochs, batch, learningRate, schedule, warmUp, isBalanced },
    innerShare,
    procedure,
    from: earlier && {
      sha256: (earlier.record.best ?? earlier.record.state).sha256,
      samples: samplesOf(earlier.record),
    },
    macro: macro.map(({ fingerprint, subject, label }) => [fingerprint, subject, label].join()).join(';'),
  };
}
