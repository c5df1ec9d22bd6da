/** What a graph costs: multiplications, and numbers to be learned. */
import { spatial } from './infer.ts';
import { countOf, type Dim, isOpen, product } from './shape.ts';
import { type GraphNode, nodesOf, type Tensor } from './tensor.ts';

export interface GraphCost {
  /**
   * Multiply-accumulates of matrix products and convolutions; of one sample, where the batch is open. Element-wise
   * work, normalization and pooling are not counted.
   */
  readonly macs: number;
  /** Values that gradients train (running statistics are not among them). */
  readonly parameters: number;
  readonly nodes: number;
}

export function costOf(outputs: Iterable<Tensor>): GraphCost {
  const nodes = nodesOf(outputs);
  return {
    macs: nodes.reduce((sum, node) => sum + macsOf(node), 0),
    parameters: nodes.reduce((sum, node) => sum + trainedValuesOf(node), 0),
    nodes: nodes.length,
  };
}

function macsOf(node: GraphNode): number {
  const [a, b] = node.inputs;
  const count = (x: Tensor): number => perSample(countOf(x.shape));
  switch (node.operator) {
    case 'MatMul':
      return count(node.outputs[0]!) * perSample(a!.shape.at(-1)!);
    case 'Conv':
      return count(node.outputs[0]!) * weightsPerOutput(b!);
    // Every value of dy meets as many weights as it was made of.
    case 'ConvInputGradient':
      return count(b!) * weightsPerOutput(a!);
    case 'ConvWeightGradient':
      return (count(b!) * (a!.shape[1] as number) * product(node.attributes.kernel)) / node.attributes.group;
    default:
      return 0;
  }
}

const weightsPerOutput = (weight: Tensor): number =>
  product([weight.shape[1] as number, ...spatial(weight.shape)]);

const trainedValuesOf = ({ operator, attributes }: GraphNode): number =>
  operator === 'Parameter' && attributes.role === 'trained' ? product(attributes.shape) : 0;

const perSample = (dim: Dim): number => (isOpen(dim) ? dim.perSample : dim);
