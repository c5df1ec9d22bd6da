/** A recognizer whose action units are said from other logits on than 0, in a file that keeps the contract. */
import { clone } from '@bufbuild/protobuf';
import { makeNode } from './build.ts';
import { getMetadata, setMetadata } from './metadata.ts';
import { type ModelProto, ModelProtoSchema } from './onnx_pb.ts';
import { renameValue } from './rename-value.ts';
import { float32Tensor } from './tensor.ts';

const OUTPUT = 'au_logits';
/** What the network itself gives, and what is taken off it. */
const RAW = 'au_logits.unshifted';
const THRESHOLDS = 'au_thresholds';
/** JSON list, in the order of `onset.aus`. */
const THRESHOLDS_KEY = 'onset.au_thresholds';

/**
 * A copy whose `au_logits` are lower by `thresholds` (one for each unit), so that 0 is where each unit is said from.
 * Thresholds that the model has already are added to. Its metrics are of before: whoever calls this states new ones.
 */
export function withUnitThresholds(model: ModelProto, thresholds: readonly number[]): ModelProto {
  const copy = clone(ModelProtoSchema, model);
  const graph = copy.graph!;
  const before = unitThresholds(model);
  const all = thresholds.map((threshold, unit) => threshold + (before?.[unit] ?? 0));
  graph.initializer = graph.initializer.filter(({ name }) => name !== THRESHOLDS);
  graph.initializer.push(float32Tensor(THRESHOLDS, [all.length], Float32Array.from(all)));
  if (before === null) {
    renameValue(graph, OUTPUT, RAW);
    graph.node.push(makeNode('Sub', [RAW, THRESHOLDS], [OUTPUT], {}, { name: `${OUTPUT}.shift` }));
  }
  setMetadata(copy, { [THRESHOLDS_KEY]: JSON.stringify(all) });
  return copy;
}

/** In the order of the model's units; null where it has none. */
export function unitThresholds(model: ModelProto): readonly number[] | null {
  const text = getMetadata(model, THRESHOLDS_KEY);
  return text === null ? null : (JSON.parse(text) as number[]);
}
