/**
 * ICE-GAN as programs. In one step the discriminator moves, and then the generator, before what the discriminator has
 * just become: both in one graph, so that a picture is generated once.
 */
import {
  Add,
  Cast,
  constant,
  Equal,
  Floor,
  input,
  Min,
  Mul,
  parameterName,
  range,
  ReduceSum,
  Reshape,
  Scope,
  StopGradient,
  Sub,
  type Tensor,
  Where,
  Greater,
} from '../../graph/index.ts';
import {
  DISCRIMINATOR,
  generate,
  GENERATOR,
  type IceGanOptions,
  judge,
  type Judgement,
  nameExpression,
  redraw,
  toSeen,
} from '../../nets/ice-gan.ts';
import { assembleStep, buildEvaluation, learn, statisticUpdates } from '../build-step.ts';
import { mixLosses } from '../losses.ts';
import type { Optimizer } from '../optimizers.ts';
import type { EvaluationProgram, StepProgram } from '../program.ts';
import { EMOTION_LABELS } from '../recognition/index.ts';
import { EMOTION_LOGITS } from '../recognition/scorer.ts';
import { APEX, ASKED, GENERATED_LOGITS, REST, Z } from './apex-dataset.ts';
import { authenticityLoss, classLoss, pixelLoss, squaredDifference } from './losses.ts';
import type { IceGanTeaching } from './teaching.ts';

/** What a frozen network sees in pictures [N, 1, S, S] in [−1, 1]; null: nothing compares features. */
export type Perceive = ((picture: Tensor) => Tensor) | null;

type Terms = Record<string, { readonly value: Tensor; readonly weight: number }>;

export function iceGanStep(
  options: IceGanOptions,
  teaching: IceGanTeaching,
  batch: number,
  seed: number,
  perceive: Perceive,
): StepProgram {
  const scope = new Scope('training');
  const shown = shownTo(options, batch);
  const made = options.generator === 'A' ? null : generated(scope, shown, batch, options, teaching);
  const critic = criticTerms(scope, shown, made, options, teaching);
  const criticLoss = mixLosses(critic);
  const moved = learn(
    {
      name: DISCRIMINATOR,
      optimizer: optimizerOf(teaching),
      loss: criticLoss['loss']!,
      parameters: trainedOf(scope, DISCRIMINATOR),
      clipNorm: null,
    },
    `${DISCRIMINATOR}.learningRate`,
  );
  const parts = [{ name: 'd', terms: criticLoss, norm: moved.norm }];
  const updates = [...moved.updates];
  if (made !== null) {
    const next = new Map(scope.parameters.map((tensor) => [parameterName(tensor), tensor]));
    for (const update of moved.updates)
      if (update.kind === 'parameter') next.set(parameterName(update.tensor), StopGradient(update.next));
    const judgement = judgeOf(Scope.over('training', next), made.picture, options);
    const terms = mixLosses(makerTerms(judgement, shown, made, options, teaching, perceive));
    const maker = learn(
      {
        name: GENERATOR,
        optimizer: optimizerOf(teaching),
        loss: terms['loss']!,
        parameters: trainedOf(scope, GENERATOR),
        clipNorm: null,
      },
      `${GENERATOR}.learningRate`,
    );
    parts.push({ name: 'g', terms, norm: maker.norm });
    updates.push(...maker.updates);
  }
  return assembleStep({
    name: 'ice-gan',
    seed,
    losses: {
      loss: parts.map(({ terms }) => terms['loss']!).reduce((sum, loss) => Add(sum, loss)),
      ...Object.fromEntries(
        parts.flatMap(({ name, terms }) =>
          Object.entries(terms).map(([term, value]) => [term === 'loss' ? name : `${name}.${term}`, value]),
        ),
      ),
    },
    updates: [...updates, ...statisticUpdates(scope)],
    extras: Object.fromEntries(parts.map(({ name, norm }) => [`${name}.gradNorm`, norm])),
  });
}

/** Names the expression of real pictures, and of generated ones where those are to be scored too. */
export function iceGanEvaluation(
  options: IceGanOptions,
  batch: number,
  scoresGenerated: boolean,
): EvaluationProgram {
  const scope = new Scope('inference');
  const named = (picture: Tensor): Tensor => nameExpression(scope.within(DISCRIMINATOR), picture, options);
  const logits = { [EMOTION_LOGITS]: named(pictureInput(APEX, options, batch)) };
  if (!scoresGenerated || options.generator === 'A') return buildEvaluation('ice-gan', logits);
  const z = input(Z, [batch, options.noise]);
  const asked = input(ASKED, [batch, options.emotions.length]);
  const rest = pictureInput(REST, options, batch);
  const picture = generate(scope.within(GENERATOR), rest, z, asked, options);
  return buildEvaluation('ice-gan', { ...logits, [GENERATED_LOGITS]: named(picture) });
}

interface Shown {
  /** [N, 1, S, S] in [−1, 1] */
  readonly rest: Tensor;
  readonly apex: Tensor;
  /** [N, K] */
  readonly labels: Tensor;
}

interface Made {
  readonly picture: Tensor;
  /** [N, K] */
  readonly asked: Tensor;
}

const pictureInput = (name: string, options: IceGanOptions, batch: number): Tensor =>
  toSeen(input(name, [batch, 1, options.sizePx, options.sizePx]), options);

const shownTo = (options: IceGanOptions, batch: number): Shown => ({
  rest: pictureInput(REST, options, batch),
  apex: pictureInput(APEX, options, batch),
  labels: input(EMOTION_LABELS, [batch, options.emotions.length]),
});

/** A picture of every face, of its own expression or of one drawn by lot. */
function generated(
  scope: Scope,
  { rest, labels }: Shown,
  batch: number,
  options: IceGanOptions,
  { ownShare }: IceGanTeaching,
): Made {
  const { noise, emotions } = options;
  const count = emotions.length;
  const lot = scope.within(GENERATOR).noise('asked', [batch, 1]);
  // A lot is below 1, but its product with the count may be rounded up to it.
  const drawn = Min(Floor(Mul(lot, count)), count - 1);
  const any = Cast(Equal(drawn, constant(range(count), [1, count])), 'float32');
  const asked =
    ownShare === 0
      ? any
      : Where(Greater(ownShare, scope.within(GENERATOR).noise('own', [batch, 1])), labels, any);
  const z = Sub(ReduceSum(scope.within(GENERATOR).noise('z', [batch, noise, UNIFORMS]), [2]), UNIFORMS / 2);
  return { picture: generate(scope.within(GENERATOR), rest, z, asked, options), asked };
}

/** The sum of twelve uniform numbers less six: variance 1, and near enough to normal for a code. */
const UNIFORMS = 12;

const judgeOf = (scope: Scope, picture: Tensor, options: IceGanOptions): Judgement =>
  judge(scope.within(DISCRIMINATOR), picture, options);

/** Generated pictures come first: running statistics are the last judgement's, that of real pictures. */
function criticTerms(
  scope: Scope,
  { apex, labels }: Shown,
  made: Made | null,
  options: IceGanOptions,
  teaching: IceGanTeaching,
): Terms {
  const { adversarialD, classD, classOfGenerated, marginPower, reconstruction } = teaching;
  const invented = made && judgeOf(scope, StopGradient(made.picture), options);
  const real = judgeOf(scope, apex, options);
  const redraws = real.kind === 'capsule' && options.decoderWidths.length > 0 && reconstruction > 0;
  const decoder = scope.within(DISCRIMINATOR).within('decoder');
  return kept({
    class: { value: classLoss(real, labels, marginPower), weight: classD },
    ...(redraws && {
      reconstruction: {
        value: squaredDifference(redraw(decoder, real, labels, options), Mul(Add(apex, 1), 0.5)),
        weight: reconstruction,
      },
    }),
    ...(made !== null &&
      invented !== null && {
        adversarial: {
          value: Add(authenticityLoss(real, true), authenticityLoss(invented, false)),
          weight: adversarialD,
        },
        generatedClass: {
          value: classLoss(invented, made.asked, marginPower),
          weight: classOfGenerated,
        },
      }),
  });
}

/** Of model B, which sees no face, pictures have none to be like. */
function makerTerms(
  judgement: Judgement,
  { rest, apex, labels }: Shown,
  { picture, asked }: Made,
  options: IceGanOptions,
  teaching: IceGanTeaching,
  perceive: Perceive,
): Terms {
  const { adversarialG, classG, marginPower, pixel, pixelPower, perceptual } = teaching;
  const seesFace = options.generator !== 'B';
  // What was asked for is what the face did: the apex is known. Else the face at rest is what stays the same.
  const isKnown = Greater(ReduceSum(Mul(asked, labels), [1], { keepDims: true }), 0.5);
  const target = Where(Reshape(isKnown, [asked.shape[0]!, 1, 1, 1]), apex, rest);
  return kept({
    adversarial: { value: authenticityLoss(judgement, true), weight: adversarialG },
    class: { value: classLoss(judgement, asked, marginPower), weight: classG },
    ...(seesFace && { pixel: { value: pixelLoss(picture, target, pixelPower), weight: pixel } }),
    ...(seesFace &&
      perceive !== null && {
        perceptual: {
          value: squaredDifference(perceive(picture), StopGradient(perceive(rest))),
          weight: perceptual,
        },
      }),
  });
}

const kept = (terms: Terms): Terms =>
  Object.fromEntries(Object.entries(terms).filter(([, { weight }]) => weight !== 0));

const trainedOf = (scope: Scope, network: string): readonly Tensor[] =>
  scope.trained.filter((tensor) => parameterName(tensor).startsWith(`${network}.`));

const optimizerOf = ({ beta1, beta2 }: IceGanTeaching): Optimizer => ({
  kind: 'adam',
  beta1,
  beta2,
  epsilon: 1e-8,
  weightDecay: 0,
});
