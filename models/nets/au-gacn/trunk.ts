import { type Dim, isOpen, ReduceMean, Reshape, type Scope, type Tensor } from '../../graph/index.ts';
import { bottleneck } from './bottleneck.ts';
import type { AuGacnOptions } from './options.ts';
import { maxOverPairs } from './stem.ts';

/**
 * The rest of STPNet after the stem: [N·L/2, width, S/4, S/4] → [N, width, P], P places of a grid S/16 wide and high.
 * The paper's pools between blocks are maxima over frame pairs.
 */
export function trunk(scope: Scope, x: Tensor, options: AuGacnOptions): Tensor {
  const { frames, width, mid } = options;
  const within = (name: string): Scope => scope.within(name);
  const a = bottleneck(within('a'), x, {
    kind: 'A',
    frames: frames / 2,
    stride: 1,
    width,
    mid,
  });
  const b = bottleneck(within('b'), maxOverPairs(scope, a), {
    kind: 'B',
    frames: frames / 4,
    stride: 2,
    width,
    mid,
  });
  const c = bottleneck(within('c'), maxOverPairs(scope, b), {
    kind: 'C',
    frames: frames / 8,
    stride: 2,
    width,
    mid,
  });
  return meanOfFrames(maxOverPairs(scope, c), frames / 16);
}

/** [N·T, C, H, W] → [N, C, H·W]. */
function meanOfFrames(x: Tensor, frames: number): Tensor {
  const [all, channels, height, width] = x.shape as readonly [Dim, number, number, number];
  const batch = isOpen(all) ? { perSample: all.perSample / frames } : all / frames;
  return ReduceMean(Reshape(x, [batch, frames, channels, height * width]), [1]);
}
