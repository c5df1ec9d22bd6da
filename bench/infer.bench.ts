/**
 * One window through a recognizer, hand-over to its thread included, beside PyTorch on the CPU with as many threads and
 * the same weights. The two take turns in one script. Needs python3 with torch; without it nothing is recorded.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecognizer } from '../electron/engine/infer/index.ts';
import { encodeModel } from '../models/onnx/index.ts';
import { randomFloats } from '../test/helpers/random.ts';
import { smallRecognizer } from '../test/helpers/small-recognizer.ts';
import { record, type BenchRow } from './harness.ts';
import { hasTorch, startTorch, type TorchPeer } from './torch-peer.ts';
import { trunkRecognizer, type BenchNetwork, type BenchTensor } from './trunk-recognizer.ts';

const ROUNDS = 15;

if (hasTorch())
  record(
    'infer',
    [
      await compare('small network, 8 frames of 32×32', 'small', smallNetwork(), 2),
      await compare("AU-GACN's first convolution, 16 frames of 256×256", 'trunk', trunkRecognizer(), 2),
      await compare("AU-GACN's first convolution, 16 frames of 256×256", 'trunk', trunkRecognizer(), 1),
    ],
    'Forward of one window; ratios are ours / peer; the least of the rounds. Ours is recognizer.score: to the ' +
      "worker, ONNX Runtime's CPU provider, and back. PyTorch's threads wait for each other by spinning, so that with " +
      'as many threads as cores a busy machine slows it far more; one thread each is the fairer row there.',
  );
else console.error('infer: skipped, because there is no PyTorch (Debian: python3-torch).');

function smallNetwork(): BenchNetwork {
  const { model, weights, card } = smallRecognizer();
  const shaped = (data: Float32Array<ArrayBuffer>, ...shape: number[]): BenchTensor => ({ shape, data });
  const kernels = weights.bias.length;
  return {
    model,
    weights: {
      conv: shaped(weights.conv, kernels, 3 * (card.frames - 1), 3, 3),
      bias: shaped(weights.bias, kernels),
      au: shaped(weights.au, kernels, card.aus.length),
      emotion: shaped(weights.emotion, kernels, card.emotions.length),
    },
    clipShape: [1, 3, card.frames, card.sizePx, card.sizePx],
  };
}

/** Takes turns, and first checks that both compute the same. */
async function compare(
  what: string,
  network: 'small' | 'trunk',
  net: BenchNetwork,
  threads: number,
): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'onset-bench-infer-'));
  try {
    const path = join(folder, 'network.onnx');
    writeFileSync(path, encodeModel(net.model));
    await using recognizer = await openRecognizer(path, { provider: 'cpu', threads });
    const clip = recognizer.newClip();
    clip.set(randomFloats(clip.length, 5));
    using peer = await startPeer(folder, network, net, clip, threads);
    const [scores] = await recognizer.score([{ clip }]);
    checkAlike(scores!.aus, peer.hello['logits'] as number[]);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await recognizer.score([{ clip }]);
      ours.push(performance.now() - start);
      theirs.push(await peer.run());
    }
    // The least of each: on a shared machine a median measures the neighbours, and PyTorch's threads suffer them more.
    const [oursMs, peerMs] = [Math.min(...ours), Math.min(...theirs)];
    return {
      what: `${what}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      ours: oursMs,
      peer: peerMs,
      peerName: `PyTorch ${String(peer.hello['torch'])} CPU`,
      unit: 'ms/window',
      ratio: oursMs / peerMs,
      samples: ROUNDS,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function startPeer(
  folder: string,
  network: string,
  { weights, clipShape }: BenchNetwork,
  clip: Float32Array,
  threads: number,
): Promise<TorchPeer> {
  const tensors = { ...weights, clip: { shape: clipShape, data: clip } };
  for (const [name, { data }] of Object.entries(tensors))
    writeFileSync(join(folder, `${name}.bin`), new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const shapes = Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ network, shapes }));
  return await startTorch('torch-forward.py', [folder, String(threads)]);
}

function checkAlike(probabilities: readonly number[], logits: readonly number[]): void {
  for (const [i, logit] of logits.entries()) {
    const theirs = 1 / (1 + Math.exp(-logit));
    if (Math.abs(probabilities[i]! - theirs) > 1e-4)
      throw new Error(`internal: AU ${i} is ${probabilities[i]!} here and ${theirs} in PyTorch`);
  }
}
