/** Clips as the data sets of one network: its labels, its pictures or its flow, read here or elsewhere. */
import type { FlowRequest, Network, RecognizerOptions } from '../../nets/index.ts';
import { type Dataset, mixDatasets, type MixedDataset } from '../dataset.ts';
import { clipDataset, type ClipPart, type Labelling } from './clip-dataset.ts';
import type { FlowKernel } from './flow-input.ts';
import type { ClipsOf } from './parts.ts';

export type ReadBatch = Dataset['readBatch'];

export type ReadElsewhere = (
  parts: readonly ClipPart[],
  labelling: Labelling,
  flow: FlowRequest | null,
) => ReadBatch;

export interface ClipReading {
  /** Another way to read batches of the same clips (in a thread of its own); null: here, when they are asked for. */
  readonly readElsewhere: ReadElsewhere | null;
  /** Finds flow, where it is read here; null where none is wanted or it is read elsewhere. */
  readonly flowKernel: FlowKernel | null;
}

/** What makes of parts of stores one data set each. */
export function datasetsFor(
  network: Network<RecognizerOptions>,
  options: RecognizerOptions,
  { readElsewhere, flowKernel }: ClipReading,
): (parts: readonly ClipsOf[]) => MixedDataset {
  const request = network.flowOf?.(options) ?? null;
  const flow = request === null ? null : { request, kernel: flowKernel ?? NO_KERNEL };
  const labelling = { aus: options.aus, classes: options.emotions.length };
  const isCentred = network.looksAtMiddle === true;
  return (parts) => {
    const clips = mixDatasets(parts.map((part) => clipDataset({ ...part, isCentred, ...labelling, flow })));
    if (readElsewhere === null) return clips;
    const named = parts.map(({ store, ...choice }) => ({ folder: store.folder, ...choice, isCentred }));
    return { ...clips, readBatch: readElsewhere(named, labelling, request) };
  };
}

const NO_KERNEL: FlowKernel = () => {
  throw new Error('internal: flow is to be read here, and nothing was given to find it with');
};
