import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OnsetError } from '../../../contract/errors.ts';
import { encodeModel, setMetadata, type ModelProto } from '../../../models/onnx/index.ts';
import { randomFloats } from '../../../test/helpers/random.ts';
import {
  evaluateSmall,
  smallRecognizer,
  type SmallRecognizer,
} from '../../../test/helpers/small-recognizer.ts';
import { describeProviders, openRecognizer } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'onset-infer-'));
afterAll(() => rmSync(folder, { recursive: true }));

const save = (name: string, content: ModelProto | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content instanceof Uint8Array ? content : encodeModel(content));
  return path;
};

/** The providers of this machine, asked once: the tests below run on each of them. */
const reports = await describeProviders();
const ready = reports.filter(({ state }) => state === 'ready').map(({ provider }) => provider);
console.log(
  reports.map(({ provider, state, reason }) => `${provider}: ${state} ${reason}`.trim()).join('\n'),
);

const sigmoidOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** What the network must give for a window, by the TypeScript evaluation. */
function expected(small: SmallRecognizer, clip: Float32Array, neutral: Float32Array): readonly number[] {
  const { au, emotion } = evaluateSmall(small, clip, neutral);
  const powers = emotion.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return [...au.map(sigmoidOf), ...powers.map((power) => power / sum)];
}

describe('describeProviders', () => {
  it('tells of every provider, in order of preference, and why one cannot be used', () => {
    expect(reports.map(({ provider }) => provider)).toEqual(['cuda', 'dml', 'coreml', 'webgpu', 'cpu']);
    expect(reports.at(-1)).toEqual({ provider: 'cpu', state: 'ready', reason: '' });
    for (const { state, reason } of reports) expect(reason === '').toBe(state === 'ready');
  });
});

describe.each(ready)('a recognizer on %s', (provider) => {
  it.each([false, true])('gives what plain TypeScript computes (neutral: %s)', async (usesNeutral) => {
    const small = smallRecognizer({ usesNeutral });
    await using recognizer = await openRecognizer(save('small.onnx', small.model), { provider });
    expect(recognizer.card).toMatchObject(small.card);
    expect([recognizer.provider, recognizer.providerNotes]).toEqual([provider, []]);
    const windows = [1, 2, 3, 4, 5].map((seed) => ({
      clip: randomFloats(3 * 8 * 32 * 32, seed),
      neutral: randomFloats(3 * 32 * 32, seed + 100),
    }));
    const scores = await recognizer.score(windows);
    expect(scores).toHaveLength(5);
    for (const [i, { clip, neutral }] of windows.entries()) {
      const { aus, emotions } = scores[i]!;
      // float32 sums of 200 products; devices add in another order: 1e-3 of a probability moves no decision
      for (const [at, p] of expected(small, clip, neutral).entries())
        expect(Math.abs([...aus, ...emotions][at]! - p)).toBeLessThan(provider === 'cpu' ? 1e-5 : 1e-3);
    }
  });
});

describe('scoring', () => {
  it('takes windows from shared memory and from the heap, more than fit one batch, in their order', async () => {
    // 3 × 64 × 128² floats are 12.6 MB: five fit the 64 MiB of a batch, so seven take two
    const small = smallRecognizer({ frames: 64, sizePx: 128 });
    await using recognizer = await openRecognizer(save('long.onnx', small.model), { provider: 'cpu' });
    // Faint noise, each clip fainter than the next: strong noise drives every probability to 0 or 1.
    const clips = [1, 2, 3].map((strength) => {
      const clip = new Float32Array(3 * 64 * 128 * 128);
      for (let i = 0; i < clip.length; i++) clip[i] = (((i * 7919) % 251) / 250) * 0.01 * strength;
      return clip;
    });
    const shared = recognizer.newClip();
    expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
    shared.set(clips[0]!);
    const [a, b, c] = clips.map((clip) => ({ clip }));
    const scores = await recognizer.score([a!, b!, c!, { clip: shared }, c!, b!, a!]);
    const first = scores.map(({ aus }) => aus[0]!.toFixed(6));
    expect(first[3]).toBe(first[0]);
    expect(first.slice(4)).toEqual([first[2], first[1], first[0]]);
    expect(new Set(first).size).toBe(3);
  });

  it('answers calls that overlap, each with its own', async () => {
    const small = smallRecognizer();
    await using recognizer = await openRecognizer(save('small.onnx', small.model));
    const clips = Array.from({ length: 20 }, (_, seed) => randomFloats(3 * 8 * 32 * 32, seed));
    const answers = await Promise.all(clips.map((clip) => recognizer.score([{ clip }])));
    for (const [i, clip] of clips.entries())
      expect(answers[i]![0]!.aus[0]).toBeCloseTo(expected(small, clip, clip)[0]!, 4);
    expect(await recognizer.score([])).toEqual([]);
  });

  it('leaves this thread free while the network runs', async () => {
    const small = smallRecognizer({ frames: 64, sizePx: 128 });
    await using recognizer = await openRecognizer(save('long.onnx', small.model), {
      provider: 'cpu',
      threads: 1,
    });
    const window = { clip: recognizer.newClip().fill(0.5) };
    const windows = Array.from({ length: 24 }, () => window);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const start = performance.now();
    await recognizer.score(windows);
    const elapsedMs = performance.now() - start;
    clearInterval(timer);
    console.log(
      `scoring 24 windows took ${elapsedMs.toFixed(0)} ms; a timer of 1 ms fired ${turns} times meanwhile`,
    );
    // A run on this thread lets none through; half of what an idle loop gives forgives a busy machine.
    expect(turns).toBeGreaterThan(elapsedMs / 10);
  });

  it('refuses windows of another size, and says when it is over', async () => {
    const recognizer = await openRecognizer(save('small.onnx', smallRecognizer().model));
    await expect(recognizer.score([{ clip: new Float32Array(7) }])).rejects.toThrow('a window of 7 values');
    const pending = recognizer.score([{ clip: recognizer.newClip() }]);
    const closed = recognizer.close();
    await expect(pending).rejects.toThrow(/^Scoring with .* failed on cpu: it was closed\.$/);
    await closed;
    await expect(recognizer.score([{ clip: recognizer.newClip() }])).rejects.toMatchObject({
      code: 'scoring-failed',
    });
  });

  it('reports a network that computes no numbers', async () => {
    await using recognizer = await openRecognizer(save('small.onnx', smallRecognizer().model));
    const clip = recognizer.newClip().fill(Number.NaN);
    await expect(recognizer.score([{ clip }])).rejects.toMatchObject({
      code: 'scoring-failed',
      facts: { provider: 'cpu', reason: 'it computed "au_logits" values that are no numbers' },
    });
  });
});

describe('files that are refused', () => {
  const spoilt = (spoil: (model: ModelProto) => unknown): ModelProto => {
    const { model } = smallRecognizer();
    spoil(model);
    return model;
  };
  const whole = encodeModel(smallRecognizer().model);
  const cases: readonly (readonly [string, ModelProto | Uint8Array, string, RegExp])[] = [
    ['a text', new TextEncoder().encode('not a model\n'), 'model-not-onnx', /not an ONNX model/],
    ['an empty file', new Uint8Array(), 'model-not-onnx', /it is empty/],
    ['a file cut in half', whole.subarray(0, whole.length / 2), 'model-not-onnx', /cut off/],
    [
      'a file without a card',
      spoilt((model) => (model.metadataProps = [])),
      'model-unfit',
      /no metadata property "onset\.network"; .*"onset\.metrics"/,
    ],
    [
      'another recipe',
      spoilt((model) => setMetadata(model, { 'onset.recipe': 'rigid-128-0' })),
      'model-other-recipe',
      /trained on crops of recipe rigid-128-0, and this version of Onset makes rigid-256-1/,
    ],
    [
      'an AU too many',
      spoilt((model) => setMetadata(model, { 'onset.aus': '[1,2,4,12]' })),
      'model-unfit',
      /"au_logits" is \[N,3\], which does not agree with \[N,4\]/,
    ],
    [
      'a graph in disorder',
      spoilt((model) => model.graph!.node.reverse()),
      'model-invalid',
      /takes tensor "features" before node/,
    ],
    [
      'an operator nobody has',
      spoilt((model) => (model.graph!.node[0]!.opType = 'Sorcery')),
      'provider-unavailable',
      /cpu cannot run .*Sorcery/,
    ],
  ];

  it.each(cases)('%s', async (name, content, code, message) => {
    const path = save(`${name.replaceAll(' ', '-')}.onnx`, content);
    const error = await openRecognizer(path).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OnsetError);
    expect((error as OnsetError).code).toBe(code);
    expect((error as OnsetError).line).toMatch(message);
    expect((error as OnsetError).line).toContain(path);
    expect((error as OnsetError).line).not.toMatch(/\n|onnxruntime_src/);
  });

  it('no file, and a folder', async () => {
    await expect(openRecognizer(join(folder, 'nowhere.onnx'))).rejects.toMatchObject({
      code: 'input-not-found',
    });
    await expect(openRecognizer(folder)).rejects.toMatchObject({ code: 'input-unreadable' });
  });
});
