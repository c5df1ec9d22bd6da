import { countOf, type Dim, Reshape, Sub, type Tensor, Transpose } from '../../graph/index.ts';
import { luma } from '../../layers/index.ts';
import type { AuGacnOptions } from './options.ts';

/** [N, colours, L, S, S] */
type ClipShape = readonly [Dim, number, number, number, number];

/**
 * The frames one by one, [N·L, colours, S, S], as the first convolution sees them but for a factor (`pictureScale`):
 * around zero, or less the neutral.
 */
export function pictures(clip: Tensor, neutral: Tensor | null, options: AuGacnOptions): Tensor {
  const [batch, colours, frames, height, width] = clip.shape as ClipShape;
  const still = neutral === null ? 0.5 : Reshape(neutral, [batch, colours, 1, height, width]);
  if (options.luma) {
    // Colour is outermost in a clip: brightness needs no transposition, and what follows a third of the memory.
    const rest = typeof still === 'number' ? still : luma(still);
    return Reshape(Sub(luma(clip), rest), [countOf([batch, frames]), 1, height, width]);
  }
  return framesFirst(Sub(clip, still));
}

/** What pictures are yet to be multiplied by; the first convolution's weights are instead, which is cheaper. */
export const pictureScale = ({ input, gain }: AuGacnOptions): number => (input === 'rgb' ? 2 : gain);

/** [N, C, L, S, S] → [N·L, C, S, S]. */
function framesFirst(clip: Tensor): Tensor {
  const [batch, colours, frames, height, width] = clip.shape as ClipShape;
  return Reshape(Transpose(clip, [0, 2, 1, 3, 4]), [countOf([batch, frames]), colours, height, width]);
}
