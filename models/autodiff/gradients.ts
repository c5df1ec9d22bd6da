import { constant, closed, Expand, type GraphNode, nodesOf, type Tensor } from '../graph/index.ts';
import { addedUp } from './added-up.ts';
import { vjpsOf } from './rules/index.ts';

export interface GradientOptions {
  /** What the gradient of `y` itself is: ones unless told. */
  readonly cotangent?: Tensor;
}

/**
 * ∂y/∂x for each x, summed over y's elements: tensors of the x's shapes. Zeros where y does not depend on an x. Shapes
 * must be closed (a fixed batch). Walks the nodes between y and the x's once, latest first, adding up each tensor's
 * cotangents before its node passes them on.
 */
export function gradients(
  y: Tensor,
  withRespectTo: readonly Tensor[],
  options: GradientOptions = {},
): readonly Tensor[] {
  for (const x of withRespectTo) refuseSeenThrough(x);
  const between = nodesBetween(y, withRespectTo);
  const cotangents = new Map<Tensor, Tensor>([[y, options.cotangent ?? filled(1, y)]]);
  for (const node of between) {
    const own = node.outputs.map((output) => cotangents.get(output) ?? null);
    if (own.every((cotangent) => cotangent === null)) continue;
    const vjps = vjpsOf(node, own);
    for (const [index, input] of node.inputs.entries()) {
      if (!between.has(input.node) && !withRespectTo.includes(input)) continue;
      const passed = vjps[index]?.() ?? null;
      if (passed === null) continue;
      const before = cotangents.get(input);
      cotangents.set(input, before === undefined ? passed : addedUp(before, passed));
    }
  }
  return withRespectTo.map((x) => cotangents.get(x) ?? filled(0, x));
}

/**
 * Operators made of one of these may have been made of its input instead (a broadcast, two reshapes in one), and then
 * pass it by: part of its gradient would be missing without a word.
 */
function refuseSeenThrough({ node }: Tensor): void {
  if (node.operator === 'Expand' || node.operator === 'Reshape' || node.operator === 'Transpose')
    throw new Error(`internal: no gradient by a ${node.operator}, only by its StopGradient or its input`);
}

/** Nodes on a way from an x to y, latest first; an x's own node only if another x leads to it. */
function nodesBetween(y: Tensor, withRespectTo: readonly Tensor[]): ReadonlySet<GraphNode> {
  const starts = new Set(withRespectTo.map(({ node }) => node));
  const reached = new Set<GraphNode>();
  for (const node of nodesOf([y]))
    if (node.inputs.some((input) => starts.has(input.node) || reached.has(input.node))) reached.add(node);
  return new Set([...reached].reverse());
}

function filled(value: number, like: Tensor): Tensor {
  const shape = closed(like.shape, 'a gradient');
  const ones = shape.map(() => 1);
  return Expand(constant([value], ones), shape);
}
