/** One rule per operator: the compiler lists a missing one. */
import type { GraphNode, OperatorName, Tensor } from '../../graph/index.ts';
import { LINEAR } from './linear.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { LAYOUT } from './layout.ts';
import { NORMALIZATION } from './normalization.ts';
import { POOLING } from './pooling.ts';
import { REDUCTIONS } from './reductions.ts';
import { flat, type Rule, type Vjp } from './rule.ts';
import { SELECTION } from './selection.ts';

const RULES: { readonly [Name in OperatorName]: Rule<Name> } = {
  Input: flat,
  Noise: flat,
  Parameter: flat,
  Constant: flat,
  StopGradient: flat,
  ...ELEMENTWISE,
  ...REDUCTIONS,
  ...LAYOUT,
  ...SELECTION,
  ...LINEAR,
  ...POOLING,
  ...NORMALIZATION,
};

export const vjpsOf = (node: GraphNode, cotangents: readonly (Tensor | null)[]): readonly (Vjp | null)[] =>
  (RULES[node.operator] as Rule<OperatorName>)(node, cotangents);
