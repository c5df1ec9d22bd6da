/** Uses of every operator: the compiler lists one that is missing. */
import type { OperatorName } from '../../../models/graph/index.ts';
import type { OperatorCase } from './case.ts';
import { ELEMENTWISE_CASES } from './elementwise.ts';
import { LAYOUT_CASES } from './layout.ts';
import { LEAF_CASES } from './leaves.ts';
import { LINEAR_CASES } from './linear.ts';
import { POOLING_CASES } from './pooling.ts';
import { REDUCTION_CASES } from './reductions.ts';

export * from './case.ts';

export const OPERATOR_CASES: Readonly<Record<OperatorName, readonly OperatorCase[]>> = {
  ...LEAF_CASES,
  ...ELEMENTWISE_CASES,
  ...REDUCTION_CASES,
  ...LAYOUT_CASES,
  ...LINEAR_CASES,
  ...POOLING_CASES,
};
