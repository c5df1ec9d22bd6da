/** A recognizer that looks at every window twice, in a file that keeps the contract. */
import { clone } from '@bufbuild/protobuf';
import { int, makeNode } from './build.ts';
import { getMetadata, setMetadata } from './metadata.ts';
import { type GraphProto, type ModelProto, ModelProtoSchema } from './onnx_pb.ts';
import { renameValue } from './rename-value.ts';
import { int64Tensor } from './tensor.ts';

const MIRRORED_KEY = 'onset.mirrored';
/** Of a value that holds the windows as they are, then the same mirrored: [2N, …]. */
const BOTH = '.both';

/** What mirrors the last axis, left to right: from its last place, one back at a time, to before its first. */
const MIRROR = {
  starts: int64Tensor('mirror.starts', [-1]),
  ends: int64Tensor('mirror.ends', [-(2 ** 31)]),
  axes: int64Tensor('mirror.axes', [-1]),
  steps: int64Tensor('mirror.steps', [-1]),
};

/**
 * A copy that sees each window as it is and mirrored, and gives the mean of both for every output: what names an
 * expression is the same on either side of a face, the network's mistakes are not. It takes twice the time. Of windows
 * of pictures only: mirrored flow would have to change its sign. Its metrics are of before, so they are left out.
 */
export function withMirror(model: ModelProto): ModelProto {
  if (isMirrored(model)) throw new Error('internal: this recognizer looks at mirrored windows already');
  const copy = clone(ModelProtoSchema, model);
  const graph = copy.graph!;
  for (const { name } of graph.input) seenTwice(graph, name);
  for (const { name } of graph.output) meanOfBoth(graph, name);
  graph.initializer.push(...Object.values(MIRROR));
  // Declared shapes of values in between have N windows in them, not twice as many.
  graph.valueInfo = [];
  setMetadata(copy, { [MIRRORED_KEY]: 'true', 'onset.metrics': '{}' });
  return copy;
}

export const isMirrored = (model: ModelProto): boolean => getMetadata(model, MIRRORED_KEY) === 'true';

function seenTwice(graph: GraphProto, input: string): void {
  const mirrored = `${input}.mirrored`;
  renameValue(graph, input, input + BOTH);
  const how = [MIRROR.starts, MIRROR.ends, MIRROR.axes, MIRROR.steps].map(({ name }) => name);
  graph.node.unshift(
    makeNode('Slice', [input, ...how], [mirrored]),
    makeNode('Concat', [input, mirrored], [input + BOTH], { axis: int(0) }),
  );
}

function meanOfBoth(graph: GraphProto, output: string): void {
  const [plain, mirrored] = [`${output}.plain`, `${output}.of-mirrored`];
  renameValue(graph, output, output + BOTH);
  graph.node.push(
    makeNode('Split', [output + BOTH], [plain, mirrored], { axis: int(0), num_outputs: int(2) }),
    // Named unlike the node that gave the output so far.
    makeNode('Mean', [plain, mirrored], [output], {}, { name: `${output}.mean` }),
  );
}
