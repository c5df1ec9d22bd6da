/**
 * AU-ICGAN beside PyTorch on the same networks: both critics' step, the generator's, and the generator alone. For
 * `gan.bench.ts`.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { BATCH, emitModel, input, Scope } from '../../models/graph/index.ts';
import { AU_ICGAN, type AuIcganOptions, generate } from '../../models/nets/au-icgan.ts';
import { encodeModel } from '../../models/onnx/index.ts';
import { criticsStep, generatorStep } from '../../models/train/au-icgan/programs.ts';
import { AU_ICGAN_TEACHING } from '../../models/train/au-icgan/index.ts';
import type { StepProgram } from '../../models/train/program.ts';
import { StepRunner } from '../../models/train/step-runner.ts';
import { randomFloats } from '../../test/helpers/random.ts';
import type { BenchRow } from '../harness.ts';
import { startTorch } from '../torch-peer.ts';

const OPTIONS: AuIcganOptions = {
  ...AU_ICGAN.presets.small,
  // The peer's generator is GANimation's.
  conditioned: 'input',
  paints: 'face',
  aus: Array.from({ length: 16 }, (_, k) => k + 1),
  emotions: ['negative', 'positive', 'surprise', 'none'],
};
const BATCH_SIZE = 2;
const RATE = 1e-4;

/** Least times of `rounds`, in turns with the peer. */
export async function auIcganRows(threads: number, rounds: number): Promise<BenchRow[]> {
  const setUp = { options: OPTIONS, teaching: AU_ICGAN_TEACHING, batch: BATCH_SIZE, seed: 1 };
  const { sizePx, frames } = OPTIONS;
  const size = `preset small (${String(sizePx)}×${String(sizePx)}, ${String(frames)} frames)`;
  const inTurns = turnsOf(threads, rounds);
  return [
    await stepRow(`step: AU-ICGAN, both critics, ${size}, batch 2`, 'critics', criticsStep(setUp)!),
    await stepRow(`step: AU-ICGAN, generator, ${size}, batch 2`, 'generator', generatorStep(setUp)),
    await forwardRow(`forward: AU-ICGAN generator, ${size}, one clip`),
  ];

  async function stepRow(
    what: string,
    kind: 'critics' | 'generator',
    program: StepProgram,
  ): Promise<BenchRow> {
    await using runner = await StepRunner.open(program, threads);
    const values = (specs: StepProgram['inputs'], seed: number): Record<string, Float32Array> =>
      Object.fromEntries(
        specs.map(({ name, shape }) => [name, randomFloats(count(shape), seed).map(Math.abs)]),
      );
    const [rates, fed] = [
      program.inputs.filter(({ shape }) => shape.length === 0),
      program.inputs.filter(({ shape }) => shape.length > 0),
    ];
    const scalars = Object.fromEntries(rates.map(({ name }) => [name, RATE]));
    const [batch, noise] = [values(fed, 3), values(program.noise, 4)];
    return await inTurns(what, () => runner.run(batch, scalars, noise), kind, BATCH_SIZE);
  }

  async function forwardRow(what: string): Promise<BenchRow> {
    const { planes, aus } = OPTIONS;
    const painted = generate(
      new Scope('inference'),
      input('start', [BATCH, 1, planes, sizePx, sizePx]),
      input('units', [BATCH, 1, aus.length]),
      OPTIONS,
    );
    const model = emitModel({ name: 'au-icgan-generator', outputs: { images: painted.images }, seed: 1 });
    const session = await InferenceSession.create(encodeModel(model), { intraOpNumThreads: threads });
    const feeds = {
      start: new Tensor('float32', randomFloats(frames * planes * sizePx * sizePx, 1), [
        frames,
        1,
        planes,
        sizePx,
        sizePx,
      ]),
      units: new Tensor('float32', randomFloats(frames * aus.length, 2), [frames, 1, aus.length]),
    };
    return await inTurns(what, () => session.run(feeds), 'forward', 1);
  }
}

type InTurns = (
  what: string,
  work: () => Promise<unknown>,
  kind: 'critics' | 'generator' | 'forward',
  batch: number,
) => Promise<BenchRow>;

const turnsOf =
  (threads: number, rounds: number): InTurns =>
  async (what, work, kind, batch) => {
    const { aus, emotions, sizePx, ...sizes } = OPTIONS;
    const { cycleFrames } = AU_ICGAN_TEACHING;
    const counts = { aus: aus.length, classes: emotions.length, size: sizePx, cycleFrames };
    const plan = { ...sizes, ...counts, what: kind, threads, batch };
    using peer = await startTorch('torch-au-icgan.py', [JSON.stringify(plan)]);
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
  };

const count = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);
