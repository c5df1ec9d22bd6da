/** A graph as text, one line a node, for people: what is computed from what, and of which shape. */
import { parameterName } from './scope.ts';
import { shapeText } from './shape.ts';
import { type GraphNode, nodesOf, type Tensor } from './tensor.ts';

/**
 *     %3 = Conv(clip, trunk.conv1.weight) strides=[2,2] … → float32[N,64,128,128]
 *     aus = %9
 */
export function printGraph(outputs: Readonly<Record<string, Tensor>>): string {
  const names = new Map<Tensor, string>();
  const lines: string[] = [];
  let count = 0;
  for (const node of nodesOf(Object.values(outputs))) {
    const leaf = leafName(node);
    for (const output of node.outputs) names.set(output, leaf ?? `%${++count}`);
    if (leaf === null || node.operator !== 'Constant') lines.push(line(node, names));
  }
  for (const [name, tensor] of Object.entries(outputs)) lines.push(`${name} = ${names.get(tensor)!}`);
  return lines.join('\n');
}

function leafName(node: GraphNode): string | null {
  switch (node.operator) {
    case 'Input':
    case 'Noise':
      return node.attributes.name;
    case 'Parameter':
      return parameterName(node.outputs[0]!);
    case 'Constant': {
      const { values, shape } = node.attributes;
      return values.length === 1 ? String(values[0]) : `constant${shapeText(shape)}`;
    }
    default:
      return null;
  }
}

function line(node: GraphNode, names: ReadonlyMap<Tensor, string>): string {
  const results = node.outputs.map((output) => names.get(output)!).join(', ');
  const types = node.outputs.map(({ type, shape }) => type + shapeText(shape)).join(', ');
  const isLeaf = node.inputs.length === 0;
  const inputs = node.inputs.map((input) => names.get(input)!).join(', ');
  const call = isLeaf ? node.operator.toLowerCase() : `${node.operator}(${inputs})${attributeText(node)}`;
  return `${results} = ${call} → ${types}`;
}

const attributeText = ({ attributes }: GraphNode): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
