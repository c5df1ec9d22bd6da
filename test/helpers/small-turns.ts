/** A job of two programs that take turns: a critic that climbs a game twice, then a player that descends it once. */
import {
  Add,
  input,
  MatMul,
  Mul,
  noise,
  normal,
  ReduceMean,
  Scope,
  Square,
} from '../../models/graph/index.ts';
import { createRandom } from '../../models/data/synth/random.ts';
import type { Dataset, StepProgram, TrainingJob, TrainingOptions } from '../../models/train/index.ts';
import { buildStep } from '../../models/train/build-step.ts';
import { smallOptions } from './small-training.ts';

const [BATCH, FEATURES] = [4, 3];
const ADAM = { kind: 'adam', beta1: 0.5, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;

/** mean (x·p)(x·c) − 0.5·mean (x·c)² with noise on x: c climbs, p descends. */
export function turn(who: 'critic' | 'player', lossLimit?: number): StepProgram {
  const scope = new Scope('training');
  const x = Add(input('x', [BATCH, FEATURES]), Mul(noise('u', [BATCH, FEATURES]), 0.1));
  const at = (name: string) => scope.parameter(name, [FEATURES, 1], normal(1));
  const [critic, player] = [at('critic'), at('player')];
  const seen = MatMul(x, critic);
  const game = Add(ReduceMean(Mul(MatMul(x, player), seen)), Mul(ReduceMean(Square(seen)), -0.5));
  const isCritic = who === 'critic';
  const loss = isCritic ? Mul(game, -1) : game;
  return buildStep({
    name: who,
    seed: 0,
    losses: isCritic ? { climb: loss } : { loss, game },
    learners: [
      { name: who, optimizer: ADAM, loss, parameters: [isCritic ? critic : player], clipNorm: null },
    ],
    scope,
    ...(lossLimit === undefined ? {} : { lossLimit }),
  });
}

function turnsDataset(length = 18): Dataset {
  const random = createRandom(3);
  const points = Array.from({ length }, () => Float32Array.from({ length: FEATURES }, () => random.normal()));
  return {
    name: 'points',
    fingerprint: `points ${String(length)}`,
    length,
    classes: null,
    readBatch: (requests) =>
      Promise.resolve({ x: Float32Array.from(requests.flatMap(({ index }) => [...points[index]!])) }),
  };
}

export function turnsJob(changes: Partial<TrainingJob> = {}): TrainingJob {
  const critic = turn('critic');
  return {
    network: { name: 'game', preset: 'only', options: {} },
    step: critic,
    then: [critic, turn('player')],
    batch: BATCH,
    dataset: turnsDataset(),
    evaluation: null,
    stepAt: null,
    exportModel: null,
    ...changes,
  };
}

/** Epochs of four steps, which three turns do not divide. */
export const turnsOptions = (changes: Partial<TrainingOptions> = {}): TrainingOptions =>
  smallOptions({ epochs: 5, sampling: { isBalanced: false, shares: null }, ...changes });
