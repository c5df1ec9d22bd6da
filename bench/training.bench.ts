/**
 * Training steps and forward passes beside PyTorch on the CPU: AU-GACN whole (forward, both losses, backward, Adam) and
 * a WGAN-GP critic, whose penalty is differentiated twice. The two take turns in one run. Also what a step's graph
 * costs to open, and the memory of the process at its highest. Needs python3 with torch.
 */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { gradients } from '../models/autodiff/index.ts';
import {
  Add,
  BATCH,
  Conv,
  emitModel,
  input,
  kaimingNormal,
  LeakyRelu,
  Mul,
  ReduceMean,
  ReduceSum,
  Scope,
  Sqrt,
  Square,
  Sub,
  type Tensor,
  ZEROS,
} from '../models/graph/index.ts';
import { AU_GACN, type AuGacnOptions } from '../models/nets/index.ts';
import { encodeModel } from '../models/onnx/index.ts';
import { buildStep } from '../models/train/build-step.ts';
import { mixLosses, sigmoidCrossEntropy, softmaxCrossEntropy } from '../models/train/losses.ts';
import type { StepProgram } from '../models/train/program.ts';
import { StepRunner } from '../models/train/step-runner.ts';
import { randomFloats } from '../test/helpers/random.ts';
import { type BenchRow, record } from './harness.ts';
import { hasTorch, startTorch } from './torch-peer.ts';

const THREADS = 2;
const ROUNDS = 9;
const ADAM = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } as const;
const { paper, neutral, light } = AU_GACN.presets as Record<'paper' | 'neutral' | 'light', AuGacnOptions>;

if (hasTorch())
  record(
    'training',
    [
      await stepRow('AU-GACN, preset light (128×128, one plane), batch 8', light, 8),
      await stepRow('AU-GACN, preset neutral (256×256 RGB), batch 2', neutral, 2),
      await stepRow('AU-GACN, preset paper (256×256 RGB), batch 2', paper, 2),
      await forwardRow('AU-GACN, preset paper, one window', paper),
      await forwardRow('AU-GACN, preset light, one window', light),
      await criticRow('WGAN-GP critic, 64×64, four layers to 512, batch 16: second order', 16, 64),
    ],
    `Milliseconds, the least of ${ROUNDS} rounds each; ratios are ours / peer. Ours holds parameters and moments as ` +
      'tensors of the process that go in and out of every step.',
  );
else console.error('training: skipped, because there is no PyTorch (Debian: python3-torch).');

async function stepRow(what: string, options: AuGacnOptions, batch: number): Promise<BenchRow> {
  const program = auGacnStep(options, batch);
  const peer = { network: 'au-gacn', what: 'step', ...sizes(options, batch) };
  return await compareStep(`step: ${what}`, program, peer);
}

function sizes(options: AuGacnOptions, batch: number): object {
  return {
    threads: THREADS,
    batch,
    frames: options.frames,
    size: options.sizePx,
    planes: options.luma ? 1 : 3,
    width: options.width,
    neutral: options.input === 'neutral',
    aus: options.aus.length,
    classes: options.emotions.length,
  };
}

function auGacnStep(options: AuGacnOptions, batch: number): StepProgram {
  const scope = new Scope('training');
  const { outputs } = AU_GACN.build(scope, batch, options);
  const aus = input('au_labels', outputs.auLogits.shape);
  const emotion = input('emotion_labels', outputs.emotionLogits.shape);
  const losses = mixLosses({
    au: { value: ReduceMean(sigmoidCrossEntropy(outputs.auLogits, aus)), weight: 1 },
    emotion: { value: softmaxCrossEntropy(outputs.emotionLogits, emotion), weight: 1 },
  });
  return stepOf(scope, losses);
}

function stepOf(scope: Scope, losses: Readonly<Record<string, Tensor>>): StepProgram {
  const loss = losses['loss']!;
  const learner = { name: 'all', optimizer: ADAM, loss, parameters: scope.trained, clipNorm: null };
  return buildStep({ name: 'bench', seed: 1, losses, learners: [learner], scope });
}

/** Gulrajani et al. 2017: E D(made) − E D(real) + 10·E(‖∇D(between)‖ − 1)². */
async function criticRow(what: string, batch: number, sizePx: number): Promise<BenchRow> {
  const channels = [64, 128, 256, 512];
  const scope = new Scope('training');
  const shape = [batch, 3, sizePx, sizePx];
  const [real, made] = [input('real', shape), input('made', shape)];
  const share = input('share', [batch, 1, 1, 1]);
  const score = (x: Tensor): Tensor => critic(scope, x, channels);
  const between = Add(Mul(share, real), Mul(Sub(1, share), made));
  const [slope] = gradients(ReduceSum(score(between)), [between]);
  const norm = Sqrt(Add(ReduceSum(Square(slope!), [1, 2, 3]), 1e-12));
  const losses = mixLosses({
    critic: { value: Sub(ReduceMean(score(made)), ReduceMean(score(real))), weight: 1 },
    penalty: { value: ReduceMean(Square(Sub(norm, 1))), weight: 10 },
  });
  const peer = { network: 'critic', what: 'step', threads: THREADS, batch, size: sizePx, channels };
  return await compareStep(`step: ${what}`, stepOf(scope, losses), peer);
}

function critic(scope: Scope, x: Tensor, channels: readonly number[]): Tensor {
  const layer = (from: Tensor, index: number, out: number, kernel: number, isBiased: boolean): Tensor => {
    const shape = [out, from.shape[1] as number, kernel, kernel];
    const weight = scope.parameter(`${index}.weight`, shape, kaimingNormal(shape));
    const bias = isBiased ? scope.parameter(`${index}.bias`, [out], ZEROS) : null;
    return Conv(from, weight, { strides: isBiased ? 2 : 1, pads: 1, bias });
  };
  const features = channels.reduce((from, out, index) => LeakyRelu(layer(from, index, out, 4, true)), x);
  return layer(features, channels.length, 1, 3, false);
}

async function compareStep(what: string, program: StepProgram, plan: object): Promise<BenchRow> {
  const opening = performance.now();
  await using runner = await StepRunner.open(program, THREADS);
  const openMs = performance.now() - opening;
  const fill = (specs: StepProgram['inputs']): Record<string, Float32Array> =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, randomFloats(count(shape), 3).map(Math.abs)]));
  const [batch, noise] = [fill(program.inputs.filter(({ shape }) => shape.length > 0)), fill(program.noise)];
  const step = (): Promise<unknown> => runner.run(batch, { learningRate: 1e-4 }, noise);
  const row = await takeTurns(what, step, plan);
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  console.error(`${what}: opened in ${Math.round(openMs)} ms; process at most ${peakMiB} MiB so far`);
  return { ...row, what: `${what} (graph opens in ${Math.round(openMs)} ms)` };
}

async function forwardRow(what: string, options: AuGacnOptions): Promise<BenchRow> {
  const { inputs, outputs } = AU_GACN.build(new Scope('inference'), BATCH, options);
  const { auLogits, emotionLogits } = outputs;
  const model = emitModel({ name: 'bench', outputs: { auLogits, emotionLogits }, seed: 1 });
  const session = await InferenceSession.create(encodeModel(model), { intraOpNumThreads: THREADS });
  const { frames: l, sizePx: s } = options;
  const feeds: Record<string, OrtTensor> = {
    clip: new OrtTensor('float32', randomFloats(3 * l * s * s, 1), [1, 3, l, s, s]),
  };
  if (inputs.neutral !== null)
    feeds['neutral'] = new OrtTensor('float32', randomFloats(3 * s * s, 2), [1, 3, s, s]);
  const peer = { network: 'au-gacn', what: 'forward', ...sizes(options, 1) };
  return await takeTurns(`forward: ${what}`, () => session.run(feeds), peer);
}

async function takeTurns(what: string, work: () => Promise<unknown>, plan: object): Promise<BenchRow> {
  using peer = await startTorch('torch-training.py', [JSON.stringify(plan)]);
  const [ours, theirs]: [number[], number[]] = [[], []];
  // One round that is not counted: both allocate, and onnxruntime plans its memory.
  for (let round = -1; round < ROUNDS; round++) {
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
    peerName: `PyTorch ${String(peer.hello['torch'])} CPU, ${THREADS} threads`,
    unit: 'ms',
    ratio: oursMs / peerMs,
    samples: ROUNDS,
  };
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}
