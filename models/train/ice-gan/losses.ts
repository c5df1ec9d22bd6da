/** ICE-GAN's losses (Yu et al. 2021, eqs. 4 to 8), each one number: the batch's mean. */
import {
  Abs,
  Add,
  Log,
  Max,
  Mul,
  Neg,
  Pow,
  ReduceMean,
  ReduceSum,
  Softplus,
  Square,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import type { Judgement } from '../../nets/ice-gan.ts';
import { softmaxCrossEntropy } from '../losses.ts';

/** m⁺, m⁻ and what the absent classes weigh (Sabour et al. 2017). */
const [PRESENT, ABSENT, ABSENT_WEIGHT] = [0.9, 0.1, 0.5];

/** Σ_k T_k·max(0, 0.9 − |v_k|)ᵖ + 0.5·(1 − T_k)·max(0, |v_k| − 0.1)ᵖ, for lengths and labels [N, K]. */
function marginLoss(lengths: Tensor, labels: Tensor, power: number): Tensor {
  const raised = (x: Tensor): Tensor => (power === 1 ? x : power === 2 ? Square(x) : Pow(x, power));
  const missed = Mul(labels, raised(Max(Sub(PRESENT, lengths), 0)));
  const invented = Mul(Sub(1, labels), raised(Max(Sub(lengths, ABSENT), 0)));
  return ReduceMean(ReduceSum(Add(missed, Mul(invented, ABSENT_WEIGHT)), [1]));
}

/** How far a judgement is from classes [N, K]: the margin loss of capsules, the cross entropy of logits. */
export const classLoss = (judgement: Judgement, labels: Tensor, marginPower: number): Tensor =>
  judgement.kind === 'capsule'
    ? marginLoss(judgement.lengths, labels, marginPower)
    : softmaxCrossEntropy(judgement.logits, labels);

/**
 * Binary cross entropy of "it is real" with what is to be said: −log p of real pictures, and of generated ones in the
 * generator's eyes (the form that does not saturate); −log(1 − p) of generated ones in the discriminator's.
 */
export function authenticityLoss({ kind, authenticity }: Judgement, isReal: boolean): Tensor {
  if (kind === 'cnn') return ReduceMean(Softplus(isReal ? Neg(authenticity) : authenticity));
  return Neg(ReduceMean(Log(Max(isReal ? authenticity : Sub(1, authenticity), SMALLEST))));
}

/** A length of 1 in single precision is none that can be told from 1: its logarithm is kept finite. */
const SMALLEST = 1e-7;

/** mean |made − target|ᵖ, p 1 or 2. */
export const pixelLoss = (made: Tensor, target: Tensor, power: number): Tensor =>
  power === 2 ? squaredDifference(made, target) : ReduceMean(Abs(Sub(made, target)));

export const squaredDifference = (one: Tensor, other: Tensor): Tensor => ReduceMean(Square(Sub(one, other)));
