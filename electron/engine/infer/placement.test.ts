import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../contract/model.ts';
import { encodeModel } from '../../../models/onnx/index.ts';
import { randomFloats } from '../../../test/helpers/random.ts';
import { smallRecognizer } from '../../../test/helpers/small-recognizer.ts';
import { NetworkSession, ProviderFailure } from './network-session.ts';
import { findObstacle } from './providers.ts';
import { reasonOf } from './reason.ts';

const { model, card } = smallRecognizer();
const request = (candidates: readonly Provider[]): Parameters<typeof NetworkSession.open>[0] => ({
  kind: 'open',
  id: 1,
  bytes: encodeModel(model),
  candidates,
  threads: 1,
  shape: {
    frames: card.frames,
    sizePx: card.sizePx,
    auCount: card.aus.length,
    emotionCount: card.emotions.length,
    usesNeutral: false,
  },
});
const clip = randomFloats(3 * 8 * 32 * 32, 5);
const broken = clip.map(() => Number.NaN);

describe('where a network is placed', () => {
  it('moves to the next provider when one fails while scoring, and says so', async () => {
    const session = await NetworkSession.open(request(['cpu', 'cpu']));
    const before = await session.score([{ clip, neutral: null }]);
    expect(session.placement.notes).toEqual([]);
    await expect(session.score([{ clip: broken, neutral: null }])).rejects.toBeInstanceOf(ProviderFailure);
    expect(session.placement.notes).toEqual([
      'cpu was given up: it computed "au_logits" values that are no numbers',
    ]);
    expect(await session.score([{ clip, neutral: null }])).toEqual(before);
  });

  it('keeps saying why, once no provider is left', async () => {
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
    const session = await NetworkSession.open(request(['cpu', foreign]));
    const score = (): Promise<unknown> => session.score([{ clip: broken, neutral: null }]);
    // The next candidate is another platform's and is passed over in silence, so the first one's failure stands.
    await expect(score()).rejects.toMatchObject({ provider: 'cpu' });
    await expect(score()).rejects.toMatchObject({ provider: 'cpu', name: 'ProviderFailure' });
  });

  it.runIf(findObstacle('cuda') !== null)(
    'passes over a provider whose library is missing, with a word where there is a device for it',
    async () => {
      const { placement } = await NetworkSession.open(request(['cuda', 'cpu']));
      expect(placement.provider).toBe('cpu');
      const isMissing = findObstacle('cuda')?.state === 'missing';
      expect(placement.notes.join()).toMatch(
        isMissing ? /^cuda is not used: its library .* is not installed/ : /^$/,
      );
    },
  );

  it('never replaces a provider that was asked for by name', async () => {
    const foreign = process.platform === 'darwin' ? 'dml' : 'coreml';
    await expect(NetworkSession.open(request([foreign]))).rejects.toMatchObject({
      provider: foreign,
      message: expect.stringMatching(/^ONNX Runtime for .* does not have it$/) as string,
    });
  });
});

describe('reasonOf', () => {
  it('leaves out where in the source of the runtime an error was raised', () => {
    const raised =
      '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext' +
      '::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == ' +
      'wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n';
    expect(reasonOf(new Error(raised))).toBe('Failed to get a WebGPU adapter: No supported adapters');
    expect(reasonOf(new Error('Plain words.'))).toBe('Plain words');
  });
});
