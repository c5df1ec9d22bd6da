/**
 * AU-GACN (Xie, Lo, Shuai, Cheng 2020, "AU-assisted Graph Attention Convolutional Network for Micro-Expression
 * Recognition"): a pseudo-3D trunk finds action units in a clip, a graph of action units names the emotion.
 * docs/networks.md says what was chosen where the paper says nothing.
 */
import { type Dim, input, type Scope, type Tensor } from '../graph/index.ts';
import { head } from './au-gacn/head.ts';
import { AU_GACN_PRESETS, type AuGacnOptions, problemWith } from './au-gacn/options.ts';
import { pictures } from './au-gacn/pictures.ts';
import { stem } from './au-gacn/stem.ts';
import { auGacnStreaming } from './au-gacn/streaming.ts';
import { trunk } from './au-gacn/trunk.ts';
import type { Network, NetworkGraph, NetworkInputs, StreamingGraph, UnitOutputs } from './network.ts';

interface AuGacnInputs extends NetworkInputs {
  readonly clip: Tensor;
}

interface AuGacnGraph extends NetworkGraph {
  readonly inputs: AuGacnInputs;
  readonly outputs: UnitOutputs;
}

interface AuGacn extends Network<AuGacnOptions> {
  build(scope: Scope, batch: Dim, options: AuGacnOptions): AuGacnGraph;
  buildStreaming(scope: Scope, batch: Dim, options: AuGacnOptions): StreamingGraph;
}

export const AU_GACN: AuGacn = {
  name: 'au-gacn',
  summary: 'AU-GACN: pseudo-3D residual trunk, action units as a graph, attention pooling (Xie et al. 2020)',
  presets: AU_GACN_PRESETS,
  problemWith,
  build: auGacn,
  buildStreaming: auGacnStreaming,
};

/** The whole network, from pictures in [0, 1] to logits. */
export function auGacn(scope: Scope, batch: Dim, options: AuGacnOptions): AuGacnGraph {
  const problem = problemWith(options);
  if (problem !== null) throw new Error(`internal: AU-GACN cannot be built: ${problem}`);
  const inputs = auGacnInputs(batch, options);
  const frames = pictures(inputs.clip, inputs.neutral, options);
  const features = trunk(scope.within('trunk'), stem(scope.within('stem'), frames, options), options);
  return { inputs, outputs: head(scope.within('head'), features, options) };
}

const auGacnInputs = (batch: Dim, { input: kind, frames, sizePx }: AuGacnOptions): AuGacnInputs => ({
  clip: input('clip', [batch, 3, frames, sizePx, sizePx]),
  neutral: kind === 'neutral' ? input('neutral', [batch, 3, sizePx, sizePx]) : null,
});
