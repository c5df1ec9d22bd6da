/** AU-ICGAN as programs that take turns: both critics at once, several times, then the generator. */
import {
  Abs,
  Add,
  type Dim,
  Expand,
  input,
  Mul,
  ReduceMean,
  Reshape,
  Scope,
  Slice,
  Square,
  StopGradient,
  Sub,
  type Tensor,
  Transpose,
} from '../../graph/index.ts';
import {
  type AuIcganOptions,
  generate,
  judgeClips,
  judgeImages,
  type Painted,
  type Part,
  parametersOf,
  PARTS,
  rows,
} from '../../nets/au-icgan.ts';
import { buildEvaluation, buildStep, type Learner } from '../build-step.ts';
import { mixLosses, softmaxCrossEntropy } from '../losses.ts';
import type { Optimizer } from '../optimizers.ts';
import type { EvaluationProgram, StepProgram } from '../program.ts';
import { gradientPenalty } from './gradient-penalty.ts';
import {
  attentionLoss,
  cycleLoss,
  emotionLoss,
  framesLoss,
  meanOf,
  seemsReal,
  tellsApart,
  toUnit,
  unitsLoss,
  unlikeness,
} from './losses.ts';
import { ssim } from './ssim.ts';
import type { AuIcganTeaching } from './teaching.ts';

/** Names of what a batch holds; pictures are in [−1, 1]. */
export const BATCH_NAMES = {
  /** [N, 1, C, S, S]: the picture that is changed. */
  start: 'start',
  /** [N, A]: its intensities. */
  startUnits: 'start_units',
  /** [N, K, C, S, S]: the clip that was filmed, and its intensities [N, K, A] and class [N, E]. */
  real: 'real',
  realUnits: 'real_units',
  realClass: 'real_class',
  /** [N]: 1 where it moves; 0 for a single picture, of which the video critic learns nothing. */
  moves: 'moves',
  /** [N, K, A], [N, E]: what is asked for. */
  conditions: 'conditions',
  conditionsClass: 'conditions_class',
  /** [N]: 1 where that is the clip's own. */
  own: 'own',
} as const;

export interface AuIcganSetUp {
  readonly options: AuIcganOptions;
  readonly teaching: AuIcganTeaching;
  readonly batch: number;
  readonly seed: number;
}

interface Sample {
  readonly start: Tensor;
  readonly startUnits: Tensor;
  readonly real: Tensor;
  readonly realUnits: Tensor;
  readonly realClass: Tensor;
  readonly moves: Tensor;
  readonly conditions: Tensor;
  readonly conditionsClass: Tensor;
  readonly own: Tensor;
}

function sampleOf(batch: Dim, { planes, frames, sizePx, aus, emotions }: AuIcganOptions): Sample {
  const N = BATCH_NAMES;
  const [units, classes] = [aus.length, emotions.length];
  return {
    start: input(N.start, [batch, 1, planes, sizePx, sizePx]),
    startUnits: input(N.startUnits, [batch, units]),
    real: input(N.real, [batch, frames, planes, sizePx, sizePx]),
    realUnits: input(N.realUnits, [batch, frames, units]),
    realClass: input(N.realClass, [batch, classes]),
    moves: input(N.moves, [batch]),
    conditions: input(N.conditions, [batch, frames, units]),
    conditionsClass: input(N.conditionsClass, [batch, classes]),
    own: input(N.own, [batch]),
  };
}

/** GANimation's: the first moment forgets quickly, because the other side moves. */
const ADAM: Optimizer = { kind: 'adam', beta1: 0.5, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
/** A critic's slope is about 1 for one picture, and pictures are some hundred apart at most. */
const LOSS_LIMIT = 1e4;

/** [N, K, C, S, S] as [N, C, K, S, S]. */
const asVolume = (clip: Tensor): Tensor => Transpose(clip, [0, 2, 1, 3, 4]);

const usesImageCritic = ({ adversarialWeight, unitsWeight }: AuIcganTeaching): boolean =>
  adversarialWeight > 0 || unitsWeight > 0;
const usesVideoCritic = ({ authenticityWeight, emotionWeight }: AuIcganTeaching): boolean =>
  authenticityWeight > 0 || emotionWeight > 0;

type Term = readonly [name: string, weight: number, value: () => Tensor];

/** Terms that weigh something; of the others no graph is made. */
function weighed(terms: readonly Term[]): Parameters<typeof mixLosses>[0] {
  const kept = terms.filter(([, weight]) => weight > 0);
  return Object.fromEntries(kept.map(([name, weight, value]) => [name, { value: value(), weight }]));
}

/** What a step lowers: each part's losses, `loss` first, in the scope of all three networks. */
export interface LossGraph<Key extends Part> {
  readonly scope: Scope;
  readonly losses: Readonly<Partial<Record<Key, Losses>>>;
}

/** Both critics' losses; those of one that no loss of the generator asks are left out. */
export function criticLosses({
  options,
  teaching,
  batch,
}: Omit<AuIcganSetUp, 'seed'>): LossGraph<'image' | 'video'> {
  const scope = new Scope('training');
  const sample = sampleOf(batch, options);
  const made = StopGradient(
    generate(scope.within(PARTS.generator), sample.start, sample.conditions, options).images,
  );
  const losses = {
    ...(usesImageCritic(teaching) && { image: imageLosses(scope, sample, made, options, teaching) }),
    ...(usesVideoCritic(teaching) && { video: videoLosses(scope, sample, made, options, teaching) }),
  };
  return { scope, losses };
}

/** Both critics' step; null where no loss of the generator asks a critic. */
export function criticsStep(setUp: AuIcganSetUp): StepProgram | null {
  const { scope, losses } = criticLosses(setUp);
  const judged = (['image', 'video'] as const).flatMap((part) => {
    const own = losses[part];
    return own === undefined ? [] : [{ part, ...split(own) }];
  });
  if (judged.length === 0) return null;
  return buildStep({
    name: 'au-icgan-critics',
    seed: setUp.seed,
    losses: {
      critics: judged.map(({ loss }) => loss).reduce((sum, loss) => Add(sum, loss)),
      ...Object.fromEntries(
        judged.flatMap(({ part, terms }) =>
          Object.entries(terms).map(([name, value]) => [`${part}.${name}`, value] as const),
        ),
      ),
    },
    learners: judged.map(({ part, loss }) => learnerOf(scope, part, loss)),
    scope,
    lossLimit: LOSS_LIMIT,
  });
}

const split = ({ loss, ...terms }: Losses): { readonly loss: Tensor; readonly terms: Losses } => ({
  loss: loss!,
  terms,
});

const learnerOf = (scope: Scope, part: Part, loss: Tensor): Learner => ({
  name: part,
  optimizer: ADAM,
  loss,
  parameters: parametersOf(scope, part),
  clipNorm: null,
});

type Losses = Readonly<Record<string, Tensor>>;

function imageLosses(
  scope: Scope,
  { real, realUnits }: Sample,
  made: Tensor,
  options: AuIcganOptions,
  { unitsWeight, adversarialWeight, penaltyWeight }: AuIcganTeaching,
): Losses {
  const judge = (images: Tensor): ReturnType<typeof judgeImages> =>
    judgeImages(scope.within(PARTS.image), images, options);
  const [realImages, madeImages] = [rows(real), rows(made)];
  const ofReal = judge(realImages);
  const isCritic = adversarialWeight > 0 ? 1 : 0;
  return mixLosses(
    weighed([
      ['adversarial', isCritic, () => tellsApart(judge(madeImages).realness, ofReal.realness)],
      ['units', unitsWeight, () => unitsLoss(ofReal.units, rows(realUnits))],
      [
        'penalty',
        isCritic * penaltyWeight,
        () => gradientPenalty((x) => judge(x).realness, realImages, madeImages, 'image.alpha'),
      ],
    ]),
  );
}

/** A single picture shows no movement: such samples count neither as real clips nor as made ones. */
function videoLosses(
  scope: Scope,
  { real, realClass, moves }: Sample,
  made: Tensor,
  options: AuIcganOptions,
  { authenticityWeight, emotionWeight, penaltyWeight }: AuIcganTeaching,
): Losses {
  const judge = (clips: Tensor): ReturnType<typeof judgeClips> =>
    judgeClips(scope.within(PARTS.video), clips, options);
  const [realClips, madeClips] = [asVolume(real), asVolume(made)];
  const ofReal = judge(realClips);
  const isCritic = authenticityWeight > 0 ? 1 : 0;
  const classes = Mul(realClass, Reshape(moves, [-1, 1]));
  return mixLosses(
    weighed([
      [
        'adversarial',
        isCritic,
        () => Sub(meanOf(judge(madeClips).realness, moves), meanOf(ofReal.realness, moves)),
      ],
      ['emotion', emotionWeight > 0 ? 1 : 0, () => softmaxCrossEntropy(ofReal.emotionLogits, classes)],
      [
        'penalty',
        isCritic * penaltyWeight,
        () => gradientPenalty((x) => judge(x).realness, realClips, madeClips, 'video.alpha'),
      ],
    ]),
  );
}

/** All seven losses of the generator. */
export function generatorLosses({
  options,
  teaching,
  batch,
}: Omit<AuIcganSetUp, 'seed'>): LossGraph<'generator'> {
  const scope = new Scope('training');
  const sample = sampleOf(batch, options);
  const paint = (start: Tensor, conditions: Tensor): Painted =>
    generate(scope.within(PARTS.generator), start, conditions, options);
  const made = paint(sample.start, sample.conditions);
  const generator = mixLosses(weighed(generatorTerms(scope, sample, made, paint, options, teaching)));
  return { scope, losses: { generator } };
}

export function generatorStep(setUp: AuIcganSetUp): StepProgram {
  const { scope, losses } = generatorLosses(setUp);
  return buildStep({
    name: 'au-icgan-generator',
    seed: setUp.seed,
    losses: losses.generator!,
    learners: [learnerOf(scope, 'generator', losses.generator!['loss']!)],
    scope,
    lossLimit: LOSS_LIMIT,
  });
}

function generatorTerms(
  scope: Scope,
  sample: Sample,
  made: Painted,
  paint: (start: Tensor, conditions: Tensor) => Painted,
  options: AuIcganOptions,
  teaching: AuIcganTeaching,
): readonly Term[] {
  const images = rows(made.images);
  const ofImages = once(() => judgeImages(scope.within(PARTS.image), images, options));
  const ofClip = once(() => judgeClips(scope.within(PARTS.video), asVolume(made.images), options));
  // Back from frames spread over the clip to the first picture, with its own intensities.
  const back = once(() => {
    const frames = spread(made.images, teaching.cycleFrames);
    const [batch, count] = frames.shape as readonly [number, number];
    const units = options.aus.length;
    return paint(frames, Expand(Reshape(sample.startUnits, [batch, 1, units]), [batch, count, units]));
  });
  const hasCycle = teaching.cycleWeight > 0;
  return [
    ['adversarial', teaching.adversarialWeight, () => seemsReal(ofImages().realness)],
    ['cycle', teaching.cycleWeight, () => cycleLoss(back().images, sample.start)],
    [
      'attention',
      teaching.attentionWeight,
      () =>
        hasCycle
          ? Add(attentionLoss(made.attention), attentionLoss(back().attention))
          : attentionLoss(made.attention),
    ],
    ['units', teaching.unitsWeight, () => unitsLoss(ofImages().units, rows(sample.conditions))],
    ['ssim', teaching.ssimWeight, () => unlikeness(images, rows(knownFrames(sample)))],
    [
      'frames',
      teaching.framesWeight,
      // Colours by themselves as well: where the mask keeps the picture nothing else tells them what is to be painted,
      // and a mask that keeps all of it would have no reason to change.
      () =>
        Add(
          framesLoss(made.images, sample.real, sample.start, sample.own),
          framesLoss(made.colour, sample.real, sample.start, sample.own),
        ),
    ],
    [
      'emotion',
      teaching.emotionWeight,
      () => emotionLoss(ofClip().emotionLogits, Mul(sample.conditionsClass, Reshape(sample.moves, [-1, 1]))),
    ],
    ['authenticity', teaching.authenticityWeight, () => Mul(meanOf(ofClip().realness, sample.moves), -1)],
  ];
}

/** What made frames should look like: the filmed ones where conditions are the clip's own, else the first picture. */
const knownFrames = ({ start, real, own }: Sample): Tensor =>
  Add(start, Mul(Sub(real, start), Reshape(own, [-1, 1, 1, 1, 1])));

/** As many frames of a clip [N, K, …], at even distances, neither the first nor the last. */
function spread(clip: Tensor, count: number): Tensor {
  const step = Math.max(1, Math.floor((clip.shape[1] as number) / count));
  const first = Math.floor(step / 2);
  return Slice(clip, 1, first, first + step * count, step);
}

/** What is asked of the evaluation: one number for each clip, whose own conditions are asked for. */
export const EVALUATED = {
  /** mean |made − true| and mean |first − true|: a generator that copies the first picture has the same in both. */
  distance: 'distance',
  stillDistance: 'still_distance',
  ssim: 'ssim',
  stillSsim: 'still_ssim',
  /** mean (read − asked)² of what the image critic reads in made frames, and in true ones. */
  madeUnits: 'made_units',
  realUnits: 'real_units_error',
} as const;

export function auIcganEvaluation({ options, teaching, batch }: AuIcganSetUp): EvaluationProgram {
  const scope = new Scope('inference');
  const { start, real, realUnits } = sampleOf(batch, options);
  const made = generate(scope.within(PARTS.generator), start, realUnits, options).images;
  const perClip = (x: Tensor): Tensor => ReduceMean(Reshape(x, [batch, -1]), [1]);
  const still = Add(Mul(made, 0), start);
  const likeness = (x: Tensor): Tensor => perClip(ssim(toUnit(rows(x)), toUnit(rows(real))));
  const misread = (x: Tensor): Tensor =>
    perClip(Square(Sub(judgeImages(scope.within(PARTS.image), rows(x), options).units, rows(realUnits))));
  return buildEvaluation('au-icgan', {
    [EVALUATED.distance]: perClip(Abs(Sub(made, real))),
    [EVALUATED.stillDistance]: perClip(Abs(Sub(start, real))),
    [EVALUATED.ssim]: likeness(made),
    [EVALUATED.stillSsim]: likeness(still),
    ...(usesImageCritic(teaching)
      ? { [EVALUATED.madeUnits]: misread(made), [EVALUATED.realUnits]: misread(real) }
      : {}),
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}
