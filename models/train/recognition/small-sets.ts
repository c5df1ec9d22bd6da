/**
 * How networks are taught on a data set of some hundred clips, where nothing else is asked for: as their papers say as
 * far as that is said and can be afforded on a processor (docs/evaluation.md lists what differs).
 */
import type { NetworkName } from '../../nets/index.ts';
import type { TeachingOptions } from './programs.ts';

export interface SmallSetTeaching {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: 'constant' | 'cosine';
  /** Over those of `TEACHING`. */
  readonly teaching: Partial<TeachingOptions>;
}

const ADAM = { optimizer: 'adam', weightDecay: 0 } as const;

/**
 * Papers train for hundreds of epochs at small constant rates; a tenth of the epochs at ten times the rate, falling
 * along a cosine, ends at the same loss.
 */
export const SMALL_SETS: Readonly<Record<NetworkName, SmallSetTeaching>> = {
  // The AU-GACN paper says nothing; as its reconstruction (60 epochs at 1e-4 after pre-training), begun at random.
  'au-gacn': { epochs: 40, batch: 8, learningRate: 1e-3, schedule: 'cosine', teaching: {} },
  // 100 epochs of Adam at 1e-4, batch 8.
  'mer-gcn': { epochs: 30, batch: 8, learningRate: 1e-3, schedule: 'cosine', teaching: ADAM },
  // 100 epochs of plain SGD at 0.01, batch 8.
  'micro-exp-stcnn': {
    epochs: 30,
    batch: 8,
    learningRate: 1e-2,
    schedule: 'cosine',
    teaching: { optimizer: 'sgd', weightDecay: 0 },
  },
  // 100 epochs of Adam at 1e-5 on weights learnt on faces, which are not to be had.
  elrcn: { epochs: 30, batch: 8, learningRate: 5e-4, schedule: 'cosine', teaching: ADAM },
  // 30 epochs of Adam at 1e-4, less by a tenth each, batch 32, on weights learnt on pictures.
  'capsule-net': { epochs: 20, batch: 8, learningRate: 1e-3, schedule: 'cosine', teaching: ADAM },
  // 500 epochs of Adam at 5e-5, batch 256.
  'stst-net': { epochs: 100, batch: 32, learningRate: 2e-3, schedule: 'cosine', teaching: ADAM },
  // 40 epochs of Adam at 1e-4, batch 3.
  'dual-inception': { epochs: 40, batch: 8, learningRate: 2e-4, schedule: 'cosine', teaching: ADAM },
  // 100 epochs of Adam at 1e-3 (heads) and 1e-5 (trunk, learnt on faces), batch 32.
  'me-recognizer': {
    epochs: 30,
    batch: 8,
    learningRate: 3e-4,
    schedule: 'cosine',
    teaching: { ...ADAM, weightDecay: 1e-6, clipNorm: 1 },
  },
  // 50 epochs of SGD at 1e-3, a tenth every ten, batch 10, on weights learnt on everyday expressions. Begun at random,
  // SGD is at chance after 30 epochs at any rate tried from 3e-3 to 1e-2.
  'micro-attention': { epochs: 30, batch: 10, learningRate: 1e-3, schedule: 'cosine', teaching: ADAM },
};
