/** First values of parameters, drawn from a seeded generator that depends on the parameter's name alone. */
import { product } from './shape.ts';

export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'values'; readonly values: Float32Array };

export const ZEROS: Initializer = { kind: 'constant', value: 0 };
export const ONES: Initializer = { kind: 'constant', value: 1 };
export const filledWith = (value: number): Initializer => ({ kind: 'constant', value });
export const normal = (deviation: number, mean = 0): Initializer => ({ kind: 'normal', mean, deviation });

/**
 * He et al. 2015, "Delving deep into rectifiers": normal with standard deviation √(2 / fan). Weights are
 * [out, in/group, …kernel] as convolutions have them. `in` keeps the size of activations, `out` that of gradients.
 */
export function kaimingNormal(shape: readonly number[], fan: 'in' | 'out' = 'in'): Initializer {
  const { fanIn, fanOut } = fans(shape);
  return normal(Math.sqrt(2 / (fan === 'in' ? fanIn : fanOut)));
}

/** What PyTorch starts linear layers, convolutions and their biases with: uniform in ±1/√fan_in. */
export function uniformByFanIn(fanIn: number): Initializer {
  const bound = 1 / Math.sqrt(fanIn);
  return { kind: 'uniform', from: -bound, to: bound };
}

/** Glorot and Bengio 2010: uniform in ±√(6 / (fan_in + fan_out)). */
export function xavierUniform(shape: readonly number[]): Initializer {
  const { fanIn, fanOut } = fans(shape);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return { kind: 'uniform', from: -bound, to: bound };
}

function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const [out = 1, into = 1, ...kernel] = shape;
  return { fanIn: into * product(kernel), fanOut: out * product(kernel) };
}

/** The values of one parameter: the same seed and name give the same values, whatever else the network holds. */
export function initialValues(
  name: string,
  shape: readonly number[],
  initializer: Initializer,
  seed: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(product(shape));
  switch (initializer.kind) {
    case 'constant':
      return values.fill(initializer.value);
    case 'values':
      if (initializer.values.length !== values.length)
        throw new Error(`internal: parameter ${name} has ${String(initializer.values.length)} values`);
      values.set(initializer.values);
      return values;
    case 'uniform': {
      const next = uniforms(seed, name);
      return values.map(() => initializer.from + (initializer.to - initializer.from) * next());
    }
    case 'normal': {
      const next = uniforms(seed, name);
      // Box and Muller; 1 − u keeps the logarithm's argument above zero.
      return values.map(
        () =>
          initializer.mean +
          initializer.deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
      );
    }
    default:
      return initializer satisfies never;
  }
}

/** Uniform in [0, 1): splitmix32 from the seed and an FNV-1a hash of the name. */
function uniforms(seed: number, name: string): () => number {
  let state = 0x811c9dc5 ^ (seed | 0);
  for (const char of name) state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
