import { apply, type NodeOf, type Tensor } from '../tensor.ts';

/**
 * A convolution whose result only gets a number for each channel: the runtime adds it while the result is still at
 * hand, and may go on with the activation, where an addition of its own moves the whole result twice more.
 */
export function biasedConvolution(
  node: NodeOf<'Add'>,
  inputs: readonly Tensor[],
  isOnlyUse: (tensor: Tensor) => boolean,
): Tensor | null {
  const at = inputs.findIndex(({ node: { operator } }) => operator === 'Conv');
  if (at < 0 || !isOnlyUse(node.inputs[at]!)) return null;
  const [convolved, added] = [inputs[at]!, inputs[1 - at]!];
  const bias = perChannel(added, convolved.shape.length);
  const { inputs: given, attributes } = convolved.node as NodeOf<'Conv'>;
  const channels = convolved.shape[1];
  return bias === null || bias.shape[0] !== channels || given.length !== 2
    ? null
    : apply('Conv', [...given, bias], attributes);
}

/** [C] of what was made [1, C, 1, …] of it. */
function perChannel({ node, shape }: Tensor, rank: number): Tensor | null {
  const [from] = node.inputs;
  if (node.operator !== 'Reshape' || from!.shape.length !== 1 || shape.length !== rank) return null;
  return shape.every((size, axis) => size === (axis === 1 ? from!.shape[0] : 1)) ? from! : null;
}
