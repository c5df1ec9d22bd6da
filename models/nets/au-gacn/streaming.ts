/**
 * AU-GACN in two parts, for windows that follow each other and share most of their frames. 92 % of the arithmetic is
 * the first convolution, which sees one frame at a time.
 *
 * With RGB input the whole stem of a frame but the maximum over two frames can be kept: [width, S/4, S/4]. With a
 * neutral, which may be renewed between two windows, it is the convolution alone, with batch normalization's scale in
 * its weights: [width, S/2, S/2]. That part is linear, so conv(frame − neutral) = conv(frame) − conv(neutral).
 */
import { type Dim, input, Reshape, type Scope } from '../../graph/index.ts';
import type { StreamingGraph } from '../network.ts';
import { head } from './head.ts';
import type { AuGacnOptions } from './options.ts';
import { pictures } from './pictures.ts';
import { framesOf, frameStem, linearStem, maxOverPairs, stemOfDifferences } from './stem.ts';
import { trunk } from './trunk.ts';

export function auGacnStreaming(scope: Scope, batch: Dim, options: AuGacnOptions): StreamingGraph {
  const { frames, sizePx } = options;
  const frame = input('frame', [batch, 3, sizePx, sizePx]);
  const picture = pictures(Reshape(frame, [batch, 3, 1, sizePx, sizePx]), null, options);
  const perFrame = (options.input === 'rgb' ? frameStem : linearStem)(scope.within('stem'), picture, options);
  const kept = perFrame.shape.slice(1);
  const features = input('features', [batch, frames, ...kept]);
  const neutral = options.input === 'rgb' ? null : input('neutral_features', [batch, ...kept]);
  const stems =
    neutral === null
      ? maxOverPairs(scope, framesOf(features))
      : stemOfDifferences(scope.within('stem'), features, neutral, options);
  const outputs = head(scope.within('head'), trunk(scope.within('trunk'), stems, options), options);
  return { frame: { input: frame, features: perFrame }, window: { features, neutral, outputs } };
}
