/**
 * AU-ICGAN (Xie, Lo, Shuai, Cheng 2020, "AU-assisted graph attention convolutional network for micro-expression
 * recognition"): from one face and the intensities of action units over time to a clip of a micro-expression. A
 * generator and two critics, of which only the generator is kept. Layers, and where the paper leaves them open, are as
 * docs/au-icgan.md says.
 */
import { constant, parameterName, product, Scope, type Tensor } from '../graph/index.ts';
import { judgeClips, judgeImages } from './au-icgan/critics.ts';
import { generate } from './au-icgan/generator.ts';
import { AU_ICGAN_PRESETS, type AuIcganOptions, auIcganProblem } from './au-icgan/options.ts';

export { judgeClips, judgeImages } from './au-icgan/critics.ts';
export { generate, type Painted, rows, TOLD } from './au-icgan/generator.ts';
export type { AuIcganOptions } from './au-icgan/options.ts';

/** Names that parameters of the three networks begin with, in one scope. */
export const PARTS = { generator: 'generator', image: 'image', video: 'video' } as const;
export type Part = keyof typeof PARTS;

export const AU_ICGAN = {
  name: 'au-icgan',
  summary: 'AU-ICGAN: clips of micro-expressions from one face and action units over time (Xie et al. 2020)',
  presets: AU_ICGAN_PRESETS,
  problemWith: auIcganProblem,
} as const;

/** Parameters of each of the three networks. */
export function countAuIcgan(options: AuIcganOptions): Readonly<Record<Part, number>> {
  const { aus, frames, sizePx, planes } = options;
  const zeros = (...shape: number[]): Tensor => constant(new Float32Array(product(shape)), shape);
  const count = (build: (scope: Scope) => unknown): number => {
    const scope = new Scope('inference');
    build(scope);
    return scope.parameters.reduce((sum, { shape }) => sum + product(shape as readonly number[]), 0);
  };
  return {
    generator: count((scope) =>
      generate(scope, zeros(1, 1, planes, sizePx, sizePx), zeros(1, 1, aus.length), options),
    ),
    image: count((scope) => judgeImages(scope, zeros(1, planes, sizePx, sizePx), options)),
    video: count((scope) => judgeClips(scope, zeros(1, planes, frames, sizePx, sizePx), options)),
  };
}

/** Which of a scope's parameters are a part's. */
export const parametersOf = (scope: Scope, part: Part): readonly Tensor[] =>
  scope.trained.filter((tensor) => parameterName(tensor).startsWith(`${PARTS[part]}.`));
