/** A recognition network as programs: L = L_AU + λ·L_ME (Xie et al. 2020, eq. 5) and what lowers it. */
import { input, ReduceMean, Scope, type Tensor, ZEROS } from '../../graph/index.ts';
import {
  domainClassifier,
  type Network,
  type NetworkGraph,
  type RecognizerOptions,
} from '../../nets/index.ts';
import { buildEvaluation, buildStep } from '../build-step.ts';
import { LOSS_SCOPE, mixLosses, sigmoidCrossEntropy, softmaxCrossEntropy } from '../losses.ts';
import type { Optimizer } from '../optimizers.ts';
import type { EvaluationProgram, StepProgram } from '../program.ts';
import { AU_LABELS, DOMAIN_LABELS, EMOTION_LABELS } from './clip-dataset.ts';
import { AU_LOGITS, EMOTION_LOGITS } from './scorer.ts';
import { unitLoss } from './unit-loss.ts';

/** How a recognizer is taught, apart from the network's own options. */
export interface TeachingOptions {
  /** Weight of the action units' loss; 0 leaves it out (an ablation of the paper). */
  readonly auWeight: number;
  /**
   * Weight of an action unit's positives in its loss. F1 is best at a threshold of half its own value, not at one half
   * (Lipton et al. 2014): a weight of 2 puts the logit's zero at a probability of 1/3, the place for an F1 of 2/3.
   */
  readonly auPositiveWeight: number;
  /** λ */
  readonly emotionWeight: number;
  /** Whether each action unit's loss has a learnt weight (eq. 4, in the form that cannot vanish). */
  readonly learnsAuWeights: boolean;
  readonly optimizer: 'sgd' | 'adam' | 'adamw';
  readonly weightDecay: number;
  /** Largest norm of all gradients together; 0: no limit. */
  readonly clipNorm: number;
}

/**
 * Decay as in AdamW, apart from the gradient. In plain Adam it is divided by the gradient's size like the gradient
 * itself, and the graph's head has hardly any at first, because all of it passes the tanh of scores near zero: a decay
 * of 10⁻⁴ was then all that moved it, and within some fifty steps it had shrunk to nothing and stayed there (seen:
 * action units learnt, the emotion's loss at ln 4 for 500 steps). A norm of 5 is seen only when it goes wrong.
 */
export const TEACHING: TeachingOptions = {
  auWeight: 1,
  auPositiveWeight: 1,
  emotionWeight: 1,
  learnsAuWeights: true,
  optimizer: 'adamw',
  weightDecay: 0.01,
  clipNorm: 5,
};

/** `hasDomains`: batches mix everyday expressions with micro-expressions, whose difference is to be unlearnt. */
export function recognitionStep<Options extends RecognizerOptions>(
  network: Network<Options>,
  options: Options,
  teaching: TeachingOptions,
  batch: number,
  seed: number,
  hasDomains = false,
): StepProgram {
  const scope = new Scope('training');
  const losses = recognitionLosses(scope, network.build(scope, batch, options), teaching, hasDomains);
  const learner = {
    name: 'all',
    optimizer: optimizerOf(teaching),
    loss: losses['loss']!,
    parameters: scope.trained,
    clipNorm: teaching.clipNorm > 0 ? teaching.clipNorm : null,
  };
  return buildStep({ name: network.name, seed, losses, learners: [learner], scope });
}

export function recognitionEvaluation<Options extends RecognizerOptions>(
  network: Network<Options>,
  options: Options,
  batch: number,
): EvaluationProgram {
  const { outputs } = network.build(new Scope('inference'), batch, options);
  return buildEvaluation(network.name, {
    ...(outputs.auLogits === null ? {} : { [AU_LOGITS]: outputs.auLogits }),
    [EMOTION_LOGITS]: outputs.emotionLogits,
  });
}

function recognitionLosses(
  scope: Scope,
  graph: NetworkGraph,
  { auWeight, auPositiveWeight, emotionWeight, learnsAuWeights }: TeachingOptions,
  hasDomains: boolean,
): Readonly<Record<string, Tensor>> {
  const { outputs, emotionLoss } = graph;
  const { auLogits, emotionLogits } = outputs;
  const classes = input(EMOTION_LABELS, emotionLogits.shape);
  const emotion = emotionLoss?.(classes) ?? softmaxCrossEntropy(emotionLogits, classes);
  const emotionTerm = { value: emotion, weight: emotionWeight };
  const domain = hasDomains ? { domain: { value: domainLoss(scope, graph), weight: 1 } } : {};
  if (auLogits === null || auWeight === 0) return mixLosses({ emotion: emotionTerm, ...domain });
  const labels = input(AU_LABELS, auLogits.shape);
  const au = unitLoss(auLogits, labels, {
    positiveWeight: auPositiveWeight,
    logVariances: learnsAuWeights ? logVariances(scope, auLogits) : null,
  });
  return mixLosses({ au: { value: au, weight: auWeight }, emotion: emotionTerm, ...domain });
}

/** The scalar input that the reversed gradient is multiplied by. */
export const DOMAIN_COEFFICIENT = 'domainCoefficient';

/** Features that tell everyday expressions from micro-expressions are unlearnt (Liu et al. 2019). */
function domainLoss(scope: Scope, { features }: NetworkGraph): Tensor {
  if (features === undefined) throw new Error('internal: a network without features for a domain classifier');
  const logits = domainClassifier(scope.within('domain'), features, input(DOMAIN_COEFFICIENT, []));
  return ReduceMean(sigmoidCrossEntropy(logits, input(DOMAIN_LABELS, logits.shape)));
}

const logVariances = (scope: Scope, auLogits: Tensor): Tensor =>
  scope.within(LOSS_SCOPE).parameter('log_variances', [auLogits.shape[1] as number], ZEROS);

/** The averages of Adam as everywhere; momentum 0.9 as everywhere. */
function optimizerOf({ optimizer: kind, weightDecay }: TeachingOptions): Optimizer {
  return kind === 'sgd'
    ? { kind, momentum: 0.9, weightDecay }
    : { kind, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay };
}
