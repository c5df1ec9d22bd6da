import type { NodeOf, OperatorName, Tensor } from '../../graph/index.ts';

/** Makes one input's cotangent; called only for inputs that lead to something the gradient is wanted of. */
export type Vjp = () => Tensor;

/**
 * How a node passes cotangents back: from those of its outputs (null where nothing depends on one) to one maker per
 * input, null for inputs without a gradient (indices, conditions). A cotangent has its tensor's shape; where it is the
 * same along an axis it is an `Expand`, which the operators see through.
 */
export type Rule<Name extends OperatorName> = (
  node: NodeOf<Name>,
  cotangents: readonly (Tensor | null)[],
) => readonly (Vjp | null)[];

/** For operators with one output: its cotangent is there, or the rule is not asked. */
export const ofOne =
  <Name extends OperatorName>(
    rule: (
      cotangent: Tensor,
      node: NodeOf<Name>,
      inputs: readonly Tensor[],
      output: Tensor,
    ) => readonly (Vjp | null)[],
  ): Rule<Name> =>
  (node, [cotangent]) =>
    rule(cotangent!, node, node.inputs, node.outputs[0]!);

/** Piecewise constant, or not of numbers: nothing flows back. */
export const flat = (node: { readonly inputs: readonly Tensor[] }): readonly null[] =>
  node.inputs.map(() => null);
