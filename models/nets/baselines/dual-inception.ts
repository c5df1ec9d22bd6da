/**
 * Dual-Inception (Zhou, Mao, Xue 2019, "Dual-Inception network for cross-database micro-expression recognition"): two
 * streams of Inception blocks, one for each component of the flow from onset to apex.
 */
import {
  Add,
  Clip,
  Concat,
  type Dim,
  Expand,
  Flatten,
  MaxPool,
  Mul,
  Relu,
  type Scope,
  Slice,
  type Tensor,
} from '../../graph/index.ts';
import { inception, linear } from '../../layers/index.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { flowInputs, flowPicture } from './inputs.ts';
import { apexFlow, type BaselineOptions, baselineProblem, WINDOW } from './options.ts';

export interface DualInceptionOptions extends BaselineOptions {
  /** Channels of each of a block's four ways, in the first block and in the second. */
  readonly firstWidth: number;
  readonly secondWidth: number;
  readonly hidden: number;
}

const PAPER: DualInceptionOptions = { ...WINDOW, seenPx: 28, firstWidth: 6, secondWidth: 16, hidden: 1024 };

export const DUAL_INCEPTION = {
  name: 'dual-inception',
  summary: 'Dual-Inception: an Inception stream for each component of the flow (Zhou et al. 2019)',
  presets: { paper: PAPER },
  takesAnySize: true,
  flowOf: apexFlow,
  problemWith: (options: DualInceptionOptions): string | null => baselineProblem(options, 4),
  build,
} as const satisfies Network<DualInceptionOptions>;

function build(scope: Scope, batch: Dim, options: DualInceptionOptions): NetworkGraph {
  const inputs = flowInputs(batch, apexFlow(options));
  const flow = flowPicture(inputs.flow);
  const streams = ['horizontal', 'vertical'].map((name, axis) =>
    Flatten(stream(scope.within(name), component(flow, axis), options)),
  );
  const hidden = Relu(linear(scope.within('fc1'), Concat(streams, 1), options.hidden));
  const emotionLogits = linear(scope.within('fc2'), hidden, options.emotions.length);
  return { inputs, outputs: { auLogits: null, emotionLogits, nodeScores: null } };
}

/** [N, 3, P, P] → [N, 3, P, P]: the component as a grey picture in [0, 1], as the original reads it from a file. */
function component(flow: Tensor, axis: number): Tensor {
  const one = Clip(Add(Mul(Slice(flow, 1, axis, axis + 1), 1 / (2 * LARGEST)), 0.5), 0, 1);
  return Expand(one, flow.shape);
}

/** In % of the picture's width: 5 % of the distance between the eyes, where that is 1/2.6 of the width, is 2. */
const LARGEST = 4;

function stream(scope: Scope, x: Tensor, { firstWidth, secondWidth }: DualInceptionOptions): Tensor {
  const first = MaxPool(inception(scope.within('first'), x, firstWidth), 2);
  return MaxPool(inception(scope.within('second'), first, secondWidth), 2);
}
