/** What is known of a tensor before it is computed. */
import type { Shape } from './shape.ts';

export type ElementType = 'float32' | 'int64' | 'bool';

export interface TensorInfo {
  readonly shape: Shape;
  readonly type: ElementType;
}
