import {
  Flip,
  type OperatorName,
  Pad,
  Reshape,
  Slice,
  type SliceAttributes,
  type Tensor,
  Transpose,
  Unsqueeze,
} from '../../graph/index.ts';
import { unbroadcast } from './elementwise.ts';
import { ofOne, type Rule } from './rule.ts';

export const LAYOUT = {
  Reshape: ofOne((cotangent, _, [x]) => [() => Reshape(cotangent, x!.shape)]),
  Transpose: ofOne((cotangent, { attributes: { perm } }) => [
    () =>
      Transpose(
        cotangent,
        perm.map((_, axis) => perm.indexOf(axis)),
      ),
  ]),
  Expand: ofOne((cotangent, _, [x]) => [() => unbroadcast(cotangent, x!)]),
  Concat: ofOne((cotangent, { attributes: { axis } }, inputs) => {
    let end = 0;
    return inputs.map(({ shape }) => {
      const start = end;
      end += shape[axis] as number;
      const stop = end;
      return () => Slice(cotangent, axis, start, stop);
    });
  }),
  Slice: ofOne((cotangent, { attributes }, [x]) => [() => putBack(cotangent, x!, attributes)]),
  Pad: ofOne((cotangent, { attributes: { before } }, [x]) => [
    () =>
      x!.shape.reduce<Tensor>((rest, dim, axis) => {
        const start = before[axis]!;
        return start === 0 && dim === rest.shape[axis]
          ? rest
          : Slice(rest, axis, start, start + (dim as number));
      }, cotangent),
  ]),
} satisfies { readonly [Name in OperatorName]?: Rule<Name> };

/** A slice's cotangent where the slice was cut, zeros elsewhere. */
function putBack(cotangent: Tensor, x: Tensor, { axes, starts, steps }: SliceAttributes): Tensor {
  return axes.reduce((rest, axis, k) => {
    const size = x.shape[axis] as number;
    const count = rest.shape[axis] as number;
    const step = Math.abs(steps[k]!);
    const isBackwards = steps[k]! < 0;
    const first = isBackwards ? starts[k]! - (count - 1) * step : starts[k]!;
    const spaced = interleaved(isBackwards ? Flip(rest, [axis]) : rest, axis, step);
    const length = (count - 1) * step + 1;
    return padded(spaced, axis, first, size - first - length);
  }, cotangent);
}

/** `step − 1` zeros between neighbours. */
function interleaved(x: Tensor, axis: number, step: number): Tensor {
  if (step === 1) return x;
  const count = x.shape[axis] as number;
  const spread = padded(Unsqueeze(x, [axis + 1]), axis + 1, 0, step - 1);
  const flat = Reshape(spread, [...x.shape.slice(0, axis), count * step, ...x.shape.slice(axis + 1)]);
  return Slice(flat, axis, 0, (count - 1) * step + 1);
}

function padded(x: Tensor, axis: number, before: number, after: number): Tensor {
  const only = (count: number): readonly number[] => x.shape.map((_, at) => (at === axis ? count : 0));
  return Pad(x, only(before), only(after));
}
