/**
 * STSTNet (Liong, Gan, See, Khor, Huang 2019, "Shallow triple stream three-dimensional CNN for micro-expression
 * recognition"): three shallow streams over the flow from onset to apex and its strain.
 */
import { AveragePool, Concat, type Dim, Flatten, MaxPool, Relu, type Scope } from '../../graph/index.ts';
import { batchNormalization, convolution, dropout, linear } from '../../layers/index.ts';
import type { Network, NetworkGraph } from '../network.ts';
import { flowInputs, flowPicture } from './inputs.ts';
import { apexFlow, type BaselineOptions, baselineProblem, WINDOW } from './options.ts';

export interface StstNetOptions extends BaselineOptions {
  readonly dropout: number;
}

export const STST_NET = {
  name: 'stst-net',
  summary: 'STSTNet: three shallow streams over optical flow and strain (Liong et al. 2019)',
  presets: { paper: { ...WINDOW, seenPx: 28, dropout: 0.5 } },
  takesAnySize: true,
  flowOf: apexFlow,
  problemWith: (options: StstNetOptions): string | null => baselineProblem(options, 4),
  build,
} as const satisfies Network<StstNetOptions>;

/** Kernels of each stream. */
const STREAMS = [3, 5, 8] as const;

function build(scope: Scope, batch: Dim, options: StstNetOptions): NetworkGraph {
  const inputs = flowInputs(batch, apexFlow(options));
  const flow = flowPicture(inputs.flow);
  const streams = STREAMS.map((kernels, index) => {
    const within = scope.within(`stream${String(index + 1)}`);
    const seen = Relu(convolution(within.within('conv'), flow, kernels, [3, 3], { pads: 1 }));
    const pooled = MaxPool(batchNormalization(within.within('bn'), seen), 3, { strides: 3, pads: 1 });
    return dropout(within, pooled, options.dropout);
  });
  const pooled = Flatten(AveragePool(Concat(streams, 1), 2));
  const emotionLogits = linear(scope.within('fc'), pooled, options.emotions.length);
  return { inputs, outputs: { auLogits: null, emotionLogits, nodeScores: null } };
}
