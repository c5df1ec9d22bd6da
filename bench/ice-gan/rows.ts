/**
 * ICE-GAN beside PyTorch on the same networks: one step of both, and the generator alone. For `gan.bench.ts`. Half the
 * channels and half the side of the paper's, without the decoder, whose 87 million numbers would be all that is timed.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { BATCH, emitModel, Scope } from '../../models/graph/index.ts';
import { buildGenerator, ICE_GAN, type IceGanOptions } from '../../models/nets/ice-gan.ts';
import { encodeModel } from '../../models/onnx/index.ts';
import { ICE_GAN_TEACHING, iceGanStep } from '../../models/train/ice-gan/index.ts';
import { StepRunner } from '../../models/train/step-runner.ts';
import { randomFloats } from '../../test/helpers/random.ts';
import type { BenchRow } from '../harness.ts';
import { startTorch } from '../torch-peer.ts';

const OPTIONS: IceGanOptions = {
  ...ICE_GAN.presets.paper,
  emotions: ['negative', 'positive', 'surprise'],
  seenPx: 64,
  sizePx: 64,
  width: 32,
  decoderWidths: [],
};
const BATCH_SIZE = 16;
const RATE = 1e-4;

/** Least times of `rounds`, in turns with the peer. */
export async function iceGanRows(threads: number, rounds: number): Promise<BenchRow[]> {
  const size = `${String(OPTIONS.seenPx)}×${String(OPTIONS.seenPx)}, ${String(OPTIONS.width)} channels`;
  return [
    await stepRow(`step: ICE-GAN, ${size}, batch 16`, threads, rounds),
    await forwardRow(`forward: ICE-GAN generator, ${size}, one picture`, threads, rounds),
  ];
}

async function stepRow(what: string, threads: number, rounds: number): Promise<BenchRow> {
  const program = iceGanStep(OPTIONS, ICE_GAN_TEACHING, BATCH_SIZE, 1, null);
  await using runner = await StepRunner.open(program, threads);
  const values = (shape: readonly number[], seed: number): Float32Array =>
    randomFloats(
      shape.reduce((product, dim) => product * dim, 1),
      seed,
    ).map(Math.abs);
  const fed = program.inputs.filter(({ shape }) => shape.length > 0);
  const batch = Object.fromEntries(fed.map(({ name, shape }) => [name, values(shape, 3)]));
  const noise = Object.fromEntries(program.noise.map(({ name, shape }) => [name, values(shape, 4)]));
  const rates = Object.fromEntries(
    program.inputs.filter(({ shape }) => shape.length === 0).map(({ name }) => [name, RATE]),
  );
  return await inTurns(what, () => runner.run(batch, rates, noise), 'step', BATCH_SIZE, threads, rounds);
}

async function forwardRow(what: string, threads: number, rounds: number): Promise<BenchRow> {
  const { apex } = buildGenerator(new Scope('inference'), BATCH, OPTIONS);
  const model = encodeModel(emitModel({ name: 'ice-gan-generator', outputs: { apex }, seed: 1 }));
  const session = await InferenceSession.create(model, { intraOpNumThreads: threads });
  const { sizePx, noise, emotions } = OPTIONS;
  const feeds = {
    rest: new Tensor('float32', randomFloats(sizePx * sizePx, 1), [1, 1, sizePx, sizePx]),
    z: new Tensor('float32', randomFloats(noise, 2), [1, noise]),
    asked: new Tensor(
      'float32',
      Float32Array.from(emotions, (_, at) => (at === 0 ? 1 : 0)),
      [1, emotions.length],
    ),
  };
  return await inTurns(what, () => session.run(feeds), 'forward', 1, threads, rounds);
}

async function inTurns(
  what: string,
  work: () => Promise<unknown>,
  kind: 'step' | 'forward',
  batch: number,
  threads: number,
  rounds: number,
): Promise<BenchRow> {
  const { seenPx, width, bottleneck, noise, emotions, primaryTypes, primarySize, dExp, dAdv } = OPTIONS;
  const plan = {
    what: kind,
    threads,
    batch,
    size: seenPx,
    width,
    bottleneck,
    noise,
    classes: emotions.length,
    types: primaryTypes,
    capsule: primarySize,
    d_exp: dExp,
    d_adv: dAdv,
  };
  using peer = await startTorch('torch-ice-gan.py', [JSON.stringify(plan)]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  // One round that is not counted: both allocate, and onnxruntime plans its memory.
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    await work();
    const [own, other] = [performance.now() - start, await peer.run()];
    if (round < 0) continue;
    ours.push(own);
    theirs.push(other);
  }
  const [oursMs, peerMs] = [Math.min(...ours), Math.min(...theirs)];
  return {
    what,
    ours: oursMs,
    peer: peerMs,
    peerName: `PyTorch ${String(peer.hello['torch'])} CPU, ${String(threads)} threads`,
    unit: 'ms',
    ratio: oursMs / peerMs,
    samples: rounds,
  };
}
