/**
 * A whole training step against PyTorch's own layers and optimizer: test/oracles/ice_gan.py made the values and says
 * how.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../../test/helpers/formula-weights.ts';
import { parameter, ZEROS } from '../../graph/index.ts';
import { ICE_GAN, type IceGanOptions } from '../../nets/ice-gan.ts';
import type { NamedTensors } from '../job.ts';
import type { StateTensor, StepProgram } from '../program.ts';
import { StepRunner } from '../step-runner.ts';
import { iceGanStep } from './programs.ts';
import { ICE_GAN_TEACHING, type IceGanTeaching } from './teaching.ts';

interface OracleCase {
  readonly losses: Readonly<Record<string, number>>;
  /** By parameter: the product with a probe, and the norm. */
  readonly gradients: Readonly<Record<string, readonly [number, number]>>;
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../test/oracles/ice-gan.json', import.meta.url), 'utf8'),
) as { readonly cases: Readonly<Record<string, OracleCase>> };

const [BATCH, SIDE, RATE] = [2, 32, 1e-3];

const TINY: IceGanOptions = {
  ...ICE_GAN.presets.paper,
  emotions: ['negative', 'positive', 'surprise'],
  sizePx: SIDE,
  seenPx: SIDE,
  width: 4,
  bottleneck: 8,
  noise: 3,
  primaryTypes: 2,
  primarySize: 4,
  dExp: 4,
  dAdv: 6,
  decoderWidths: [10],
};

/** float32; gradients pass instance norms of four values, whose division by a small deviation takes digits. */
const [LOSS_TOLERANCE, GRADIENT_TOLERANCE] = [2e-5, 2e-3];

describe('a step of ICE-GAN computes what PyTorch computes', () => {
  it.each<[string, Partial<IceGanOptions>, Partial<IceGanTeaching>]>([
    ['released', {}, {}],
    ['text', { reasoning: 'text' }, {}],
    ['squeeze', { generator: 'E' }, { marginPower: 1 }],
    ['plain', { generator: 'D' }, {}],
    ['none', { generator: 'C' }, {}],
  ])('skips: %s', async (name, options, teaching) => {
    const oracle = cases[name]!;
    const program = iceGanStep({ ...TINY, ...options }, { ...ICE_GAN_TEACHING, ...teaching }, BATCH, 1, null);
    await using runner = await StepRunner.open(program, 1);
    runner.load(firstState(program));
    const { losses } = await runner.run(batch(), rates(program), noise(program));
    for (const [term, value] of Object.entries(oracle.losses))
      expect(Math.abs(losses[term]! - value), term).toBeLessThan(
        LOSS_TOLERANCE * Math.max(1, Math.abs(value)),
      );
    expect(Object.keys(losses).sort()).toEqual(['loss', ...Object.keys(oracle.losses)].sort());
    // The first step's moment is a tenth of the gradient.
    const largest = Math.max(...Object.values(oracle.gradients).map(([, norm]) => norm));
    for (const [parameterName, [product, norm]] of Object.entries(oracle.gradients)) {
      const { values, shape } = runner.state.get(`${parameterName}.moment1`)!;
      const gradient = Float64Array.from(values as Float32Array, (value) => 10 * value);
      const found = [dot(gradient, probe(parameterName, shape)), Math.sqrt(dot(gradient, gradient))];
      const scale = Math.max(norm, largest * 1e-4);
      expect(Math.abs(found[0]! - product) / scale, `${parameterName} · probe`).toBeLessThan(
        GRADIENT_TOLERANCE,
      );
      expect(Math.abs(found[1]! - norm) / scale, `${parameterName} norm`).toBeLessThan(GRADIENT_TOLERANCE);
    }
  });
});

/** Parameters and statistics by the formula, moments at zero. */
function firstState(program: StepProgram): NamedTensors {
  const isOwn = ({ kind, name }: StateTensor): boolean =>
    (kind === 'parameter' || kind === 'statistic') && !name.includes('moment');
  const named = program.state.filter(isOwn).map(({ name, shape }) => parameter(name, shape, ZEROS));
  const values = formulaValues(named);
  return new Map(
    program.state.map(({ name, shape, initial }) => [name, { shape, values: values.get(name) ?? initial }]),
  );
}

const probe = (name: string, shape: readonly number[]): Float32Array => {
  const full = `${name}.probe`;
  return formulaValues([parameter(full, shape, ZEROS)]).get(full)!;
};

function batch(): Readonly<Record<string, Float32Array>> {
  const area = BATCH * SIDE * SIDE;
  return {
    rest: formulaUnit('rest.input', area),
    apex: formulaUnit('apex.input', area),
    emotion_labels: Float32Array.of(1, 0, 0, 0, 0, 1),
  };
}

const rates = (program: StepProgram): Readonly<Record<string, number>> =>
  Object.fromEntries(
    program.inputs.filter(({ name }) => name.endsWith('learningRate')).map(({ name }) => [name, RATE]),
  );

const noise = (program: StepProgram): Readonly<Record<string, Float32Array>> =>
  Object.fromEntries(
    program.noise.map(({ name, shape }) => [
      name,
      formulaUnit(
        name.includes('asked') ? 'lot.input' : 'z.input',
        shape.reduce((count, size) => count * size, 1),
      ),
    ]),
  );

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
};
