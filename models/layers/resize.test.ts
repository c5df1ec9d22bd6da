import { describe, expect, it } from 'vitest';
import { formulaUnit } from '../../test/helpers/formula-weights.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { BATCH, emitModel, input, type Tensor } from '../graph/index.ts';
import { int64Tensor, makeModel, makeNode, makeValue, text } from '../onnx/index.ts';
import { resizeLinear, resizeNearest } from './resize.ts';

const [N, CHANNELS, HEIGHT, WIDTH] = [2, 3, 5, 4];
const picture = {
  dims: [N, CHANNELS, HEIGHT, WIDTH],
  data: formulaUnit('picture', N * CHANNELS * HEIGHT * WIDTH),
};

describe("resizing computes what ONNX's Resize computes", () => {
  it.each<[string, 'nearest' | 'linear', number, number, (x: Tensor) => Tensor]>([
    ['nearest, three times', 'nearest', 15, 12, (x) => resizeNearest(x, 3)],
    ['linear, twice', 'linear', 10, 8, (x) => resizeLinear(x, 10, 8)],
    ['linear, by odd factors', 'linear', 13, 7, (x) => resizeLinear(x, 13, 7)],
    ['linear, smaller', 'linear', 3, 2, (x) => resizeLinear(x, 3, 2)],
  ])('%s', async (_, mode, height, width, resize) => {
    const y = resize(input('x', [BATCH, CHANNELS, HEIGHT, WIDTH]));
    const ours = await runOnnx(emitModel({ name: 'ours', outputs: { y } }), { x: picture });
    const coordinates = mode === 'nearest' ? 'asymmetric' : 'half_pixel';
    const attributes = { mode: text(mode), coordinate_transformation_mode: text(coordinates) };
    const reference = makeModel({
      name: 'reference',
      inputs: [makeValue('x', 'float32', picture.dims)],
      outputs: [makeValue('y', 'float32', [N, CHANNELS, height, width])],
      nodes: [
        makeNode('Resize', ['x', '', '', 'sizes'], ['y'], {
          ...attributes,
          ...(mode === 'nearest' ? { nearest_mode: text('floor') } : {}),
        }),
      ],
      initializers: [int64Tensor('sizes', [N, CHANNELS, height, width])],
    });
    const theirs = await runOnnx(reference, { x: picture });
    expect(ours['y']!.dims).toEqual([N, CHANNELS, height, width]);
    const apart = (ours['y']!.data as Float32Array).map((value, i) =>
      Math.abs(value - Number(theirs['y']!.data[i])),
    );
    expect(Math.max(...apart)).toBeLessThan(1e-6);
  });
});
