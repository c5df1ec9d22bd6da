/**
 * AU-GACN for windows that follow each other every 100 ms: the streaming pair (each new frame once, then the window)
 * beside the whole network on the same window, both on ONNX Runtime's CPU provider with two threads and the same
 * random weights. The two take turns, and must first agree. Budget of the design: 25 ms a window for preset `paper`.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { RECIPE } from '../contract/recipe.ts';
import { BATCH, Scope } from '../models/graph/index.ts';
import { AU_GACN, exportRecognizer, exportStreaming } from '../models/nets/index.ts';
import { encodeModel, type ModelProto } from '../models/onnx/index.ts';
import { formulaValues } from '../test/helpers/formula-weights.ts';
import { randomFloats } from '../test/helpers/random.ts';
import { type BenchRow, record } from './harness.ts';

const ROUNDS = 30;
const THREADS = 2;
const HOP_S = 0.1;

type Preset = (typeof AU_GACN.presets)[string];

/** Wall and processor milliseconds of one run. */
interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

const presets = Object.entries(AU_GACN.presets);
const rows: BenchRow[] = [];
for (const [name, preset] of presets) rows.push(...(await compare(name, preset)));
record(
  'streaming',
  rows,
  'One window more every 100 ms: the pair computes the 3.2 frames that are new (16 in half a second) and the window, ' +
    'the whole network all 16 frames. Least of the rounds, one session each, intra-op threads that sleep as they do ' +
    'live. "processor" is time of all threads together: on a busy machine the fairer figure.',
);

async function compare(name: string, options: Preset): Promise<readonly BenchRow[]> {
  const { frames, sizePx: size } = options;
  const card = { windowS: 0.5, recipe: RECIPE.id, trainedOn: 'nothing: a formula', metrics: {} };
  const scope = new Scope('inference');
  AU_GACN.build(scope, BATCH, options);
  const values = formulaValues(scope.parameters);
  const pair = exportStreaming(AU_GACN, options, values, card)!;
  const whole = await open(exportRecognizer(AU_GACN, options, values, card));
  const [frame, window] = [await open(pair.frame), await open(pair.window)];
  const film = Array.from({ length: frames }, (_, at) => randomFloats(3 * size * size, at + 1));
  const neutral = new Tensor('float32', randomFloats(3 * size * size, 99), [1, 3, size, size]);
  const pictureOf = (at: number): Tensor => new Tensor('float32', film[at]!, [1, 3, size, size]);
  const still = options.input === 'rgb' ? null : (await frame.run({ frame: neutral }))['features']!;

  const kept = await keepFeatures(frame, film.length, pictureOf);
  const clip = clipOf(film, size);
  const runWhole = () => whole.run({ clip, ...(still === null ? {} : { neutral }) });
  const runWindow = () =>
    window.run({ features: kept.features, ...(still === null ? {} : { neutral_features: still }) });
  checkAlike(await runWhole(), await runWindow());

  const costs: Record<'whole' | 'window' | 'frame', Cost[]> = { whole: [], window: [], frame: [] };
  for (let round = 0; round < ROUNDS; round++) {
    costs.whole.push(await costOf(runWhole));
    costs.frame.push(await costOf(() => kept.renew(round % frames)));
    costs.window.push(await costOf(runWindow));
  }
  const newFrames = (HOP_S / card.windowS) * frames;
  const least = (part: keyof typeof costs, of: keyof Cost): number =>
    Math.min(...costs[part].map((cost) => cost[of]));
  await Promise.all([whole, frame, window].map((session) => session.release()));
  const row = (what: string, of: keyof Cost): BenchRow => {
    const ours = newFrames * least('frame', of) + least('window', of);
    const peer = least('whole', of);
    const parts = `${least('frame', of).toFixed(1)} a frame, ${least('window', of).toFixed(1)} a window`;
    return {
      what: `AU-GACN ${name}, ${what} (${parts})`,
      ours,
      peer,
      peerName: 'the whole network',
      unit: 'ms/window',
      ratio: ours / peer,
      samples: ROUNDS,
    };
  };
  return [row(`${String(THREADS)} threads, wall`, 'wallMs'), row('processor', 'cpuMs')];
}

interface KeptFeatures {
  /** [1, L, …] over memory that `renew` writes into. */
  readonly features: Tensor;
  renew(at: number): Promise<void>;
}

/** The features of all frames, computed one by one; a renewed one is copied to its place, as a cache would. */
async function keepFeatures(
  session: InferenceSession,
  count: number,
  pictureOf: (at: number) => Tensor,
): Promise<KeptFeatures> {
  const first = (await session.run({ frame: pictureOf(0) }))['features']!;
  const [, ...rest] = first.dims;
  const memory = new Float32Array(count * first.size);
  const renew = async (at: number): Promise<void> => {
    const { features } = await session.run({ frame: pictureOf(at) });
    memory.set(features!.data as Float32Array, at * first.size);
  };
  for (let at = 0; at < count; at++) await renew(at);
  return { features: new Tensor('float32', memory, [1, count, ...rest]), renew };
}

/** As the live path opens sessions, but on the caller's thread. */
function open(model: ModelProto): Promise<InferenceSession> {
  return InferenceSession.create(encodeModel(model), {
    executionProviders: ['cpu'],
    intraOpNumThreads: THREADS,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}

async function costOf(run: () => Promise<unknown>): Promise<Cost> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(used);
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 };
}

/** Frames [3, S, S] as a clip [1, 3, L, S, S]. */
function clipOf(film: readonly Float32Array[], size: number): Tensor {
  const plane = size * size;
  const clip = new Float32Array(3 * film.length * plane);
  for (const [at, picture] of film.entries())
    for (const colour of [0, 1, 2])
      clip.set(picture.subarray(colour * plane, (colour + 1) * plane), (colour * film.length + at) * plane);
  return new Tensor('float32', clip, [1, 3, film.length, size, size]);
}

function checkAlike(whole: InferenceSession.ReturnType, pair: InferenceSession.ReturnType): void {
  for (const [name, { data }] of Object.entries(whole))
    for (const [at, value] of (data as Float32Array).entries())
      if (!(Math.abs(value - Number(pair[name]!.data[at])) <= 1e-5 * Math.max(1, Math.abs(value))))
        throw new Error(
          `internal: ${name} is ${String(value)} whole and ${String(pair[name]!.data[at])} in parts`,
        );
}
