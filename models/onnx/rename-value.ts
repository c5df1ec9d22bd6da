import type { GraphProto } from './onnx_pb.ts';

/** Wherever nodes give or take it; the graph's own inputs and outputs keep the name. */
export function renameValue(graph: GraphProto, from: string, to: string): void {
  const renamed = (names: readonly string[]): string[] => names.map((name) => (name === from ? to : name));
  for (const node of graph.node) {
    node.input = renamed(node.input);
    node.output = renamed(node.output);
  }
}
