import { describe, expect, it } from 'vitest';
import { formulaUnit, formulaValues } from '../../test/helpers/formula-weights.ts';
import { type Feed, runOnnx } from '../../test/helpers/run-onnx.ts';
import { BATCH, product, Scope } from '../graph/index.ts';
import { checkRecognizer, decodeModel, encodeModel, getMetadata, validateModel } from '../onnx/index.ts';
import { AU_GACN } from './au-gacn.ts';
import type { AuGacnOptions } from './au-gacn/options.ts';
import { type ExportCard, exportRecognizer, exportStreaming, type ParameterValues } from './export.ts';

const SIZE = 32;
const FRAMES = 16;
const CARD: ExportCard = {
  windowS: 0.5,
  recipe: 'rigid-256-1',
  trainedOn: 'nothing',
  metrics: { uf1: null },
};
const presets = Object.entries(AU_GACN.presets).map(
  ([name, preset]) => [name, { ...preset, sizePx: SIZE }] as const,
);

function valuesOf(options: AuGacnOptions): ParameterValues {
  const scope = new Scope('inference');
  AU_GACN.build(scope, BATCH, options);
  return formulaValues(scope.parameters);
}

const feed = (name: string, ...dims: number[]): Feed => ({ dims, data: formulaUnit(name, product(dims)) });

describe('exportRecognizer', () => {
  it.each(presets)('writes a file that fulfils the recognizer contract: %s', (_, options) => {
    const model = exportRecognizer(AU_GACN, options, valuesOf(options), CARD);
    const read = decodeModel(encodeModel(model), 'exported');
    expect(validateModel(read)).toEqual([]);
    const { card, problems } = checkRecognizer(read);
    expect(problems).toEqual([]);
    const { aus, emotions, input } = options;
    expect(card).toEqual({
      ...CARD,
      ...{
        network: 'au-gacn',
        aus,
        emotions,
        frames: FRAMES,
        sizePx: SIZE,
        usesNeutral: input === 'neutral',
      },
    });
  });

  it('refuses to fill in what was never learned', () => {
    const [, options] = presets[0]!;
    const values = new Map(valuesOf(options));
    values.delete('stem.bn.running_mean');
    expect(() => exportRecognizer(AU_GACN, options, values, CARD)).toThrow(
      'internal: parameter stem.bn.running_mean has no value',
    );
  });
});

describe('exportStreaming', () => {
  it.each(presets)('gives the numbers of the whole, window after window: %s', async (_, options) => {
    const values = valuesOf(options);
    const whole = exportRecognizer(AU_GACN, options, values, CARD);
    const { frame, window } = exportStreaming(AU_GACN, options, values, CARD)!;
    expect([frame, window].map((part) => getMetadata(part, 'onset.part'))).toEqual(['frame', 'window']);
    // A film of 19 frames: two windows, three frames apart, out of features that were computed once.
    const film = feed('film', FRAMES + 3, 3, SIZE, SIZE);
    const neutral = feed('still', 1, 3, SIZE, SIZE);
    const features = await runOnnx(frame, { frame: film });
    const still = await runOnnx(frame, { frame: neutral });
    for (const from of [0, 3]) {
      const wanted = await runOnnx(whole, {
        clip: clipOf(film, from),
        ...(options.input === 'neutral' ? { neutral } : {}),
      });
      const found = await runOnnx(window, {
        features: windowOf(features['features']!, from),
        ...(options.input === 'neutral' ? { neutral_features: feedOf(still['features']!) } : {}),
      });
      expect(Object.keys(found)).toEqual(['au_logits', 'emotion_logits', 'node_scores']);
      for (const [name, { data }] of Object.entries(wanted)) {
        const apart = (data as Float32Array).map((value, i) =>
          Math.abs(value - Number(found[name]!.data[i])),
        );
        expect(Math.max(...apart), name).toBeLessThan(
          1e-5 * Math.max(1, ...(data as Float32Array).map(Math.abs)),
        );
      }
    }
  });
});

interface Output {
  readonly data: unknown;
  readonly dims: readonly number[];
}

const feedOf = ({ data, dims }: Output): Feed => ({ dims, data: data as Float32Array<ArrayBuffer> });

/** Frames [L, …] from one on, as [1, L, …]. */
function windowOf(output: Output, from: number): Feed {
  const [, ...rest] = output.dims;
  const length = product(rest);
  const data = (output.data as Float32Array<ArrayBuffer>).slice(from * length, (from + FRAMES) * length);
  return { dims: [1, FRAMES, ...rest], data };
}

/** Frames [L, 3, S, S] from one on, as a clip [1, 3, L, S, S]. */
function clipOf({ data }: Feed, from: number): Feed {
  const plane = SIZE * SIZE;
  const clip = new Float32Array(3 * FRAMES * plane);
  for (let frame = 0; frame < FRAMES; frame++)
    for (let colour = 0; colour < 3; colour++) {
      const at = ((from + frame) * 3 + colour) * plane;
      clip.set(data.subarray(at, at + plane), (colour * FRAMES + frame) * plane);
    }
  return { dims: [1, 3, FRAMES, SIZE, SIZE], data: clip };
}
