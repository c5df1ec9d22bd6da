/**
 * CapsuleNet for micro-expressions (Van Quang, Chun, Tokuyama 2019, "CapsuleNet for micro-expression recognition"): the
 * first three stages of ResNet-18 over the apex frame, then capsules for the classes.
 */
import {
  Add,
  type Dim,
  type Initializer,
  kaimingNormal,
  Log,
  Max,
  Mul,
  normal,
  ReduceMean,
  ReduceSum,
  Relu,
  type Scope,
  Square,
  Sub,
  type Tensor,
} from '../../graph/index.ts';
import {
  capsuleLengths,
  convolution,
  normalizedConvolution,
  primaryCapsules,
  residualStage,
  routedCapsules,
} from '../../layers/index.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { apexPicture, clipInputs } from './inputs.ts';
import { baselineProblem, type ClipOptions, WINDOW } from './options.ts';

export interface CapsuleNetOptions extends ClipOptions {
  /** Channels of the first stage; the later ones have 2 and 4 times as many. */
  readonly width: number;
  readonly routings: number;
}

const PAPER: CapsuleNetOptions = { ...WINDOW, input: 'pictures', seenPx: 224, width: 64, routings: 3 };

/** Side of the kernels before the capsules. */
const KERNEL = 9;
/** Values of a primary capsule, and of a class's. */
const [PRIMARY, CLASS] = [8, 16];

export const CAPSULE_NET = {
  name: 'capsule-net',
  summary: 'CapsuleNet: ResNet-18 stages over the apex frame, class capsules (Van Quang et al. 2019)',
  presets: { paper: PAPER, neutral: { ...PAPER, input: 'neutral' } },
  takesAnySize: true,
  looksAtMiddle: true,
  problemWith: (options: CapsuleNetOptions): string | null =>
    // An eighth of the side must hold both kernels.
    baselineProblem(options, 8 * (2 * KERNEL - 1)),
  build,
} as const satisfies Network<CapsuleNetOptions>;

function build(scope: Scope, batch: Dim, options: CapsuleNetOptions): NetworkGraph {
  const { seenPx, width, routings, emotions } = options;
  const inputs = clipInputs(batch, options);
  const apex = apexPicture(inputs, seenPx);
  const stem = Relu(
    normalizedConvolution(scope, apex, width, [7, 7], { conv: 'conv1', bn: 'bn1', strides: 2, pads: 3 }),
  );
  const first = residualStage(scope.within('layer1'), stem, width, 1, 2);
  const second = residualStage(scope.within('layer2'), first, 2 * width, 2, 2);
  const third = residualStage(scope.within('layer3'), second, 4 * width, 2, 2);
  const wide = [KERNEL, KERNEL];
  // The original begins with weights learnt on pictures. Begun at random, what is seen has to keep its size up to the
  // capsules: a short capsule's length hardly changes with what goes into it, and nothing before it would be taught.
  const initializer = (shape: readonly number[]): Initializer => kaimingNormal(shape);
  const seen = Relu(convolution(scope.within('conv'), third, 4 * width, wide, { initializer }));
  const primary = convolution(scope.within('primary'), seen, 4 * width, wide, { strides: 2, initializer });
  const parts = primaryCapsules(primary, PRIMARY);
  const capsules = routedCapsules(scope.within('classes'), parts, {
    count: emotions.length,
    size: CLASS,
    routings,
    // Votes add up to lengths of about a half, however many there are.
    initializer: normal(1 / Math.sqrt(parts.shape[1] as number)),
  });
  const lengths = capsuleLengths(capsules);
  return {
    inputs,
    // The softmax of log lengths is their shares of the sum.
    outputs: { auLogits: null, emotionLogits: Log(Add(lengths, SMALLEST)), nodeScores: null },
    emotionLoss: (labels) => marginLoss(lengths, labels),
  };
}

const SMALLEST = 1e-6;

/** Sabour et al. 2017, eq. 4, with the margins of this network's code: the sum over classes, the batch's mean. */
function marginLoss(lengths: Tensor, labels: Tensor): Tensor {
  const missed = Mul(labels, Square(Max(Sub(UPPER, lengths), 0)));
  const invented = Mul(Sub(1, labels), Square(Max(Sub(lengths, LOWER), 0)));
  return ReduceMean(ReduceSum(Add(missed, Mul(invented, ABSENT)), [1]));
}

/** m⁺, m⁻ and λ */
const [UPPER, LOWER, ABSENT] = [0.99, 0.01, 0.5];
