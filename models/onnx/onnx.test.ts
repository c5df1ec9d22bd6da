import { describe, expect, it } from 'vitest';
import { OnsetError } from '../../contract/errors.ts';
import { seededRandom, randomFloats } from '../../test/helpers/random.ts';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { evaluateSmall, smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import {
  allMetadata,
  checkRecognizer,
  decodeModel,
  encodeModel,
  float,
  float32Tensor,
  floats,
  getMetadata,
  int,
  int64Tensor,
  ints,
  makeModel,
  makeNode,
  makeTensor,
  makeValue,
  readTensor,
  setMetadata,
  TENSOR_TYPES,
  tensor,
  text,
  validateModel,
  type ModelProto,
  type TensorData,
  type TensorType,
} from './index.ts';

/** y = LeakyRelu(x·w + 1) summed over axis 1, then resized by name: every kind of attribute takes part. */
const mixedModel = (): ModelProto =>
  makeModel({
    name: 'mixed',
    inputs: [makeValue('x', 'float32', ['N', 2])],
    outputs: [makeValue('y', 'float32', ['N', 4]), makeValue('shape', 'int64', [2])],
    nodes: [
      makeNode('Constant', [], ['one'], { value: tensor(float32Tensor('', [], [1])) }),
      makeNode('Constant', [], ['ramp'], { value_floats: floats([0, 10]) }),
      makeNode('Gemm', ['x', 'w'], ['product'], { alpha: float(1), transB: int(0) }),
      makeNode('Add', ['product', 'one'], ['shifted']),
      makeNode('LeakyRelu', ['shifted'], ['leaky'], { alpha: float(0) }),
      makeNode('Add', ['leaky', 'ramp'], ['ramped']),
      makeNode('Pad', ['ramped', 'pads'], ['y'], { mode: text('constant') }),
      makeNode('Constant', [], ['shape'], { value_ints: ints([7, -9]) }),
    ],
    initializers: [float32Tensor('w', [2, 2], [1, 2, -3, -4]), int64Tensor('pads', [0, 1, 0, 1])],
  });

describe('models that are written', () => {
  it('are run by onnxruntime, which reads every kind of attribute as it was meant', async () => {
    const model = mixedModel();
    expect(validateModel(model)).toEqual([]);
    const { y, shape } = await runOnnx(model, { x: { dims: [2, 2], data: Float32Array.of(1, 0, 0, 1) } });
    expect([...(y!.data as Float32Array)]).toEqual([0, 2, 13, 0, 0, 0, 10, 0]); // negative ones leak by 0
    expect([...(shape!.data as BigInt64Array)]).toEqual([7n, -9n]);
  });

  it('come back from their bytes unchanged, and give the same bytes again', () => {
    const bytes = encodeModel(mixedModel());
    const again = decodeModel(bytes);
    expect(again).toEqual(mixedModel());
    expect(encodeModel(again)).toEqual(bytes);
  });

  it.each(['without', 'with'])(
    'compute in onnxruntime what plain TypeScript computes (%s neutral)',
    async (kind) => {
      const small = smallRecognizer({ usesNeutral: kind === 'with' });
      const { frames, sizePx } = small.card;
      const clip = randomFloats(2 * 3 * frames * sizePx ** 2, 7);
      const neutral = randomFloats(2 * 3 * sizePx ** 2, 8);
      const feeds = { clip: { dims: [2, 3, frames, sizePx, sizePx], data: clip } };
      const out = await runOnnx(
        small.model,
        kind === 'with' ? { ...feeds, neutral: { dims: [2, 3, sizePx, sizePx], data: neutral } } : feeds,
      );
      for (const sample of [0, 1]) {
        const expected = evaluateSmall(
          small,
          clip.subarray(sample * (clip.length / 2)),
          neutral.subarray(sample * (neutral.length / 2)),
        );
        // float32 against float64 over sums of about 200 products of size 1: 1e-5 leaves a factor of ten
        expectClose(row(out['au_logits']!.data as Float32Array, sample, 3), expected.au, 1e-4);
        expectClose(row(out['emotion_logits']!.data as Float32Array, sample, 4), expected.emotion, 1e-4);
      }
    },
  );
});

describe('tensors', () => {
  const samples: { [Type in TensorType]: TensorData<Type> } = {
    float32: Float32Array.of(1.5, -2),
    uint8: Uint8Array.of(1, 255),
    int8: Int8Array.of(-1, 127),
    uint16: Uint16Array.of(1, 65535),
    int16: Int16Array.of(-1, 5),
    int32: Int32Array.of(-1, 2 ** 31 - 1),
    int64: BigInt64Array.of(-1n, 2n ** 62n),
    bool: Uint8Array.of(0, 1),
    float16: Uint16Array.of(0x3c00, 0xbc00),
    float64: Float64Array.of(Math.PI, -0.1),
    uint32: Uint32Array.of(1, 2 ** 32 - 1),
    uint64: BigUint64Array.of(1n, 2n ** 63n),
  };

  it.each(Object.keys(TENSOR_TYPES) as TensorType[])(
    '%s survives the file, also from an odd address',
    (type) => {
      const model = mixedModel();
      model.graph!.initializer.push(makeTensor('t', type, [2], samples[type]));
      const bytes = encodeModel(model);
      for (const shift of [0, 1]) {
        const moved = new Uint8Array(bytes.length + shift).subarray(shift);
        moved.set(bytes);
        const read = readTensor(decodeModel(moved).graph!.initializer.at(-1)!);
        expect(read).toEqual({ name: 't', type, dims: [2], data: samples[type] });
      }
    },
  );

  it('are read from the typed fields other writers use', () => {
    const written = float32Tensor('w', [2], [0, 0]);
    written.rawData = new Uint8Array();
    written.floatData = [3, 4];
    expect(readTensor(written).data).toEqual(Float32Array.of(3, 4));
    const counts = int64Tensor('n', [1, 2]);
    counts.rawData = new Uint8Array();
    counts.int64Data = [5n, 6n];
    expect(readTensor(counts).data).toEqual(BigInt64Array.of(5n, 6n));
  });

  it('refuse a count of values that is not their shape', () => {
    expect(() => float32Tensor('w', [2, 2], [1, 2, 3])).toThrow('"w" [2,2] needs 4 values, not 3');
  });
});

describe('metadata', () => {
  it('is set, replaced, kept and read, also after the file', () => {
    const model = mixedModel();
    setMetadata(model, { a: '1', b: '2' });
    setMetadata(model, { b: 'zwei', c: 'ü' });
    const read = decodeModel(encodeModel(model));
    expect([...allMetadata(read)]).toEqual([
      ['a', '1'],
      ['b', 'zwei'],
      ['c', 'ü'],
    ]);
    expect(getMetadata(read, 'd')).toBeNull();
  });
});

describe('bytes that are no model', () => {
  it.each([
    ['nothing', new Uint8Array(), /it is empty/],
    ['a text', new TextEncoder().encode('PK no model at all\n'), /another kind|no graph/],
    ['zeros', new Uint8Array(64), /another kind/],
    [
      'an image',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
      /another kind|no graph/,
    ],
  ])('%s is refused with its name', (_, bytes, reason) => {
    const error = errorOf(() => decodeModel(bytes, 'some.onnx'));
    expect(error.code).toBe('model-not-onnx');
    expect(error.message).toMatch(/^some\.onnx is not an ONNX model/);
    expect(error.message).toMatch(reason);
  });

  it('cut off anywhere, a model is refused by the reader, the validator or the contract', () => {
    const { model } = smallRecognizer({ frames: 3, sizePx: 8 });
    const bytes = encodeModel(model);
    const lengths = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => i * 7);
    const passed = lengths.map((length) => bytes.subarray(0, length)).filter((cut) => !isRefused(cut));
    // What the reader and the validator pass lost its metadata, which stands last: the contract refuses that.
    for (const cut of passed) expect(checkRecognizer(decodeModel(cut)).card).toBeNull();
    expect(passed.length).toBeLessThan(lengths.length / 2);
  });

  it('with flipped bytes, a model is read or refused, and nothing else happens', () => {
    const bytes = encodeModel(mixedModel());
    const random = seededRandom(3);
    let refused = 0;
    for (let round = 0; round < 500; round++) {
      const damaged = bytes.slice();
      for (let n = 0; n < 3; n++) damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      if (isRefused(damaged)) refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(500); // a changed weight or name is not damage anyone can see
  });
});

function isRefused(bytes: Uint8Array): boolean {
  try {
    return validateModel(decodeModel(bytes)).length > 0;
  } catch (error) {
    if (error instanceof OnsetError) return true;
    throw error;
  }
}

function errorOf(act: () => unknown): OnsetError {
  try {
    act();
  } catch (error) {
    if (error instanceof OnsetError) return error as OnsetError;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const row = (data: Float32Array, at: number, width: number): number[] => [
  ...data.slice(at * width, (at + 1) * width),
];

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i]! - value)).toBeLessThan(tolerance);
}
