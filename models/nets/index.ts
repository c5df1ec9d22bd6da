/**
 * Networks, one per file, nothing but graphs: what they compute, never how they are trained or where data comes from.
 *
 *     const scope = new Scope('training');
 *     const { inputs, outputs } = NETWORKS['au-gacn'].build(scope, 16, NETWORKS['au-gacn'].presets['light']!);
 */
import { AU_GACN } from './au-gacn.ts';
import {
  CAPSULE_NET,
  DUAL_INCEPTION,
  ELRCN,
  ME_RECOGNIZER,
  MER_GCN,
  MICRO_ATTENTION,
  MICRO_EXP_STCNN,
  STST_NET,
} from './baselines/index.ts';

export { AU_GACN } from './au-gacn.ts';
export type { AuGacnOptions } from './au-gacn/options.ts';
export { domainClassifier } from './baselines/index.ts';
export { auAdjacency } from './au-graph.ts';
export { exportRecognizer, exportStreaming } from './export.ts';
export type { FlowRequest, Network, NetworkGraph, RecognizerOptions } from './network.ts';

/** Every network that can be trained, by the name it has on the command line. */
export const NETWORKS = {
  'au-gacn': AU_GACN,
  'mer-gcn': MER_GCN,
  'micro-exp-stcnn': MICRO_EXP_STCNN,
  elrcn: ELRCN,
  'capsule-net': CAPSULE_NET,
  'stst-net': STST_NET,
  'dual-inception': DUAL_INCEPTION,
  'me-recognizer': ME_RECOGNIZER,
  'micro-attention': MICRO_ATTENTION,
} as const;

export type NetworkName = keyof typeof NETWORKS;
