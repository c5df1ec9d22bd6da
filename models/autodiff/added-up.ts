import { Add, apply, closed, Concat, type NodeOf, product, sameShape, type Tensor } from '../graph/index.ts';

/**
 * The sum of two parts of a gradient. What two uses of the same weights give them (a critic that scores both real and
 * made pictures) is one use by the samples of both, where the weights are more than what is put side by side for it.
 */
export function addedUp(one: Tensor, other: Tensor): Tensor {
  const [first, second] = [one.node, other.node];
  return first.operator === 'ConvWeightGradient' && second.operator === 'ConvWeightGradient'
    ? (ofBothSamples(first, second) ?? Add(one, other))
    : Add(one, other);
}

type WeightGradient = NodeOf<'ConvWeightGradient'>;

function ofBothSamples(first: WeightGradient, second: WeightGradient): Tensor | null {
  if (JSON.stringify(first.attributes) !== JSON.stringify(second.attributes)) return null;
  if (!first.inputs.every(({ shape }, at) => sameShape(shape.slice(1), second.inputs[at]!.shape.slice(1))))
    return null;
  const moved = [...first.inputs, ...second.inputs].reduce((sum, tensor) => sum + count(tensor), 0);
  if (moved >= count(first.outputs[0]!)) return null;
  const both = first.inputs.map((input, at) => Concat([input, second.inputs[at]!], 0));
  return apply('ConvWeightGradient', both, first.attributes);
}

const count = ({ shape }: Tensor): number => product(closed(shape, 'a gradient'));
