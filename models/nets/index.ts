/**
 * Networks, one per file, nothing but graphs: what they compute, never how they are trained or where data comes from.
 *
 *     const scope = new Scope('training');
 *     const { inputs, outputs } = NETWORKS['au-gacn'].build(scope, 16, NETWORKS['au-gacn'].presets['light']!);
 */
import { AU_GACN } from './au-gacn.ts';

export { AU_GACN } from './au-gacn.ts';
export type { AuGacnOptions } from './au-gacn/options.ts';
export { auAdjacency, auEdges, CASME_II_AUS } from './au-graph.ts';
export { exportRecognizer, exportStreaming, type ExportCard, type StreamingModels } from './export.ts';
export type {
  StreamingGraph,
  Network,
  NetworkGraph,
  NetworkInputs,
  NetworkOutputs,
  RecognizerOptions,
} from './network.ts';

/** Every network that can be trained, by the name it has on the command line. */
export const NETWORKS = { 'au-gacn': AU_GACN } as const;

export type NetworkName = keyof typeof NETWORKS;
