import { expect, it } from 'vitest';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import { assertValidModel, checkRecognizer, isMirrored, withMirror, withUnitThresholds } from './index.ts';

const SIZE_PX = 32;
const DIMS = { clip: [2, 3, 8, SIZE_PX, SIZE_PX], neutral: [2, 3, SIZE_PX, SIZE_PX] };

it('gives the mean of what is said of windows and of the same mirrored, each window by itself', async () => {
  const model = withUnitThresholds(smallRecognizer({ usesNeutral: true }).model, [0.5, -1, 2]);
  const twice = withMirror(model);
  assertValidModel(twice);
  expect(checkRecognizer(twice).problems).toEqual([]);
  expect([isMirrored(model), isMirrored(twice)]).toEqual([false, true]);
  const windows = { clip: drawn(2 * 3 * 8, 7919), neutral: drawn(2 * 3, 104_729) };
  const [plain, flipped, mean] = await Promise.all([
    logitsOf(model, windows),
    logitsOf(model, { clip: mirror(windows.clip), neutral: mirror(windows.neutral) }),
    logitsOf(twice, windows),
  ]);
  for (const name of ['au_logits', 'emotion_logits']) {
    const [one, other] = [plain.get(name)!, flipped.get(name)!];
    expect(one).not.toEqual(other);
    for (const [at, value] of mean.get(name)!.entries())
      expect(value).toBeCloseTo((one[at]! + other[at]!) / 2, 5);
  }
});

it('is made once', () => {
  const { model } = smallRecognizer();
  expect(() => withMirror(withMirror(model))).toThrow('already');
});

type Windows = Readonly<Record<'clip' | 'neutral', Float32Array<ArrayBuffer>>>;

const drawn = (planes: number, prime: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: planes * SIZE_PX ** 2 }, (_, at) => ((at * prime) % 101) / 101);

/** Every row from right to left. */
const mirror = (planes: Float32Array): Float32Array<ArrayBuffer> =>
  planes.map((_, at) => planes[at - (at % SIZE_PX) + SIZE_PX - 1 - (at % SIZE_PX)]!);

async function logitsOf(
  model: Parameters<typeof runOnnx>[0],
  { clip, neutral }: Windows,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const outputs = await runOnnx(model, {
    clip: { data: clip, dims: DIMS.clip },
    neutral: { data: neutral, dims: DIMS.neutral },
  });
  return new Map(Object.entries(outputs).map(([name, { data }]) => [name, [...(data as Float32Array)]]));
}
