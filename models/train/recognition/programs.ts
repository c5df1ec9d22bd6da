/** A recognition network as programs: L = L_AU + λ·L_ME (Xie et al. 2020, eq. 5) and what lowers it. */
import { input, ReduceMean, Scope, type Tensor, ZEROS } from '../../graph/index.ts';
import type { Network, NetworkGraph, RecognizerOptions } from '../../nets/index.ts';
import { buildEvaluation, buildStep } from '../build-step.ts';
import {
  LOSS_SCOPE,
  mixLosses,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  uncertaintyWeighted,
} from '../losses.ts';
import type { Optimizer } from '../optimizers.ts';
import type { EvaluationProgram, StepProgram } from '../program.ts';
import { AU_LABELS, EMOTION_LABELS } from './clip-dataset.ts';
import { AU_LOGITS, EMOTION_LOGITS } from './scorer.ts';

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

export function recognitionStep<Options extends RecognizerOptions>(
  network: Network<Options>,
  options: Options,
  teaching: TeachingOptions,
  batch: number,
  seed: number,
): StepProgram {
  const scope = new Scope('training');
  const losses = recognitionLosses(scope, network.build(scope, batch, options), teaching);
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
  { outputs: { auLogits, emotionLogits }, emotionLoss }: NetworkGraph,
  { auWeight, auPositiveWeight, emotionWeight, learnsAuWeights }: TeachingOptions,
): Readonly<Record<string, Tensor>> {
  const classes = input(EMOTION_LABELS, emotionLogits.shape);
  const emotion = emotionLoss?.(classes) ?? softmaxCrossEntropy(emotionLogits, classes);
  const emotionTerm = { value: emotion, weight: emotionWeight };
  if (auLogits === null || auWeight === 0) return mixLosses({ emotion: emotionTerm });
  // The mean over the batch comes first: a weight is an action unit's, not a clip's.
  const labels = input(AU_LABELS, auLogits.shape);
  const byUnit = ReduceMean(sigmoidCrossEntropy(auLogits, labels, auPositiveWeight), [0]);
  const au = learnsAuWeights ? uncertaintyWeighted(byUnit, logVariances(scope, byUnit)) : ReduceMean(byUnit);
  return mixLosses({ au: { value: au, weight: auWeight }, emotion: emotionTerm });
}

const logVariances = (scope: Scope, losses: Tensor): Tensor =>
  scope.within(LOSS_SCOPE).parameter('log_variances', losses.shape as readonly number[], ZEROS);

/** The averages of Adam as everywhere; momentum 0.9 as everywhere. */
function optimizerOf({ optimizer: kind, weightDecay }: TeachingOptions): Optimizer {
  return kind === 'sgd'
    ? { kind, momentum: 0.9, weightDecay }
    : { kind, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay };
}
