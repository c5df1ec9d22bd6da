/**
 * Every recognizer learns twelve clips by heart: a network that cannot has a fault, however it does on strangers. It is
 * shown them as `onset evaluate` shows clips, varied, and asked after every round until it names all twelve, or time is
 * up. Sizes are smaller than the papers' where a processor would need long.
 *
 *     npm run bench -- by-heart                                  # twelve clips drawn over the test photograph
 *     npm run bench -- by-heart --data=STORE --net=elrcn         # of a folder of clips, one network
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Foldable, FOLDABLES } from '../electron/trainer/evaluation/foldable.ts';
import { findFlow } from '../electron/trainer/find-flow.ts';
import { makeClips } from '../electron/trainer/clips/make-clips.ts';
import { rateInputs } from '../electron/trainer/run-training.ts';
import { settleOptions } from '../electron/trainer/settle-options.ts';
import { type ClipStore, openClipStore, WINDOW_SHAPE } from '../models/data/clips/index.ts';
import { RunFolder, train, TrainingControl } from '../models/train/index.ts';
import { type ClipsOf, recognitionScorer } from '../models/train/recognition/index.ts';
import { ASTRONAUT } from '../test/helpers/astronaut.ts';
import { type BenchRow, record } from './harness.ts';

const CLIPS = 12;
const CLASSES = ['negative', 'positive', 'surprise'];
/** A few minutes: whoever needs more of twelve clips would need hours of some hundred. */
const LIMIT_S = 240;
const ROUNDS = 2000;
const BATCH = 6;

interface Size {
  readonly preset?: string;
  readonly changes?: Readonly<Record<string, number | string | boolean>>;
  /** Other than for sets of some hundred clips, whose rate falls to zero. */
  readonly learningRate?: number;
}

/** First presets, at the papers' sizes, where nothing is said. */
const SIZES: Readonly<Record<string, Size>> = {
  'mer-gcn': { preset: 'neutral', changes: { seenPx: 64, width: 16 } },
  'micro-exp-stcnn': { preset: 'neutral', changes: { seenPx: 48 } },
  elrcn: { changes: { seenPx: 48, flows: 4 } },
  'capsule-net': { preset: 'neutral', changes: { seenPx: 152, width: 16 } },
  'stst-net': {},
  'dual-inception': {},
  'me-recognizer': { changes: { seenPx: 96, width: 16 } },
  'micro-attention': { changes: { seenPx: 96, width: 16 } },
  'au-gacn': { preset: 'light' },
  'ice-gan': { preset: 'small' },
};

const [folder, asked] = ['data', 'net'].map((name) =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(`--${name}=`.length),
);
const scratch = mkdtempSync(join(tmpdir(), 'onset by heart '));
try {
  using store = openClipStore(folder ?? (await drawnClips()));
  const clips = twelveOf(store);
  const rows: BenchRow[] = [];
  for (const [name, size] of Object.entries(SIZES)) {
    if (asked !== undefined && asked !== name) continue;
    rows.push(await learn(FOLDABLES[name]!, size, clips, store.aus));
    const { what, ours, peer } = rows.at(-1)!;
    console.log(`${what}: ${String(peer)} of ${String(CLIPS)} after ${ours.toFixed(1)} s of processor time`);
    if (peer < CLIPS) process.exitCode = 1;
  }
  // A part of the table is no table.
  if (asked === undefined) record('by-heart', rows, `One thread; ${String(CLIPS)} made clips.`);
} finally {
  rmSync(scratch, { recursive: true });
}

async function drawnClips(): Promise<string> {
  const facesDir = join(scratch, 'faces');
  mkdirSync(facesDir);
  // The face alone: in the whole photograph it is too small for a portrait.
  const crop = ['-vf', 'crop=240:240:105:0,scale=480:480', join(facesDir, 'astronaut.png')];
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', ASTRONAUT, ...crop], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`internal: the photograph could not be cropped: ${stderr}`);
  const order = {
    facesDir,
    outDir: scratch,
    // One in three or four shows each class.
    count: 10 * CLIPS,
    seed: 1,
    shape: WINDOW_SHAPE,
    units: 'drawn',
    // Clear ones: what is asked is whether a network learns, not how little it notices.
    peakPctIod: [2, 5],
  } as const;
  await makeClips(order, new AbortController().signal, () => undefined);
  return join(scratch, 'train');
}

/** As many of each class, of as many people as there are. */
function twelveOf(store: ClipStore): ClipsOf {
  const labels = Array.from({ length: CLIPS }, (_, at) => at % CLASSES.length);
  const taken = new Set<number>();
  const people = new Map<string, number>();
  const indices = labels.map((label) => {
    const fitting = [...store.clips.keys()].filter(
      (index) => !taken.has(index) && store.emotions[store.clips[index]!.emotion] === CLASSES[label],
    );
    const shown = (index: number): number => people.get(store.clips[index]!.subject) ?? 0;
    const [first] = fitting.sort((a, b) => shown(a) - shown(b));
    if (first === undefined) throw new Error(`internal: too few clips that are ${CLASSES[label]!}`);
    taken.add(first);
    people.set(store.clips[first]!.subject, shown(first) + 1);
    return first;
  });
  return { store, indices, labels };
}

async function learn(
  network: Foldable,
  { preset, changes = {}, learningRate = network.usual.learningRate }: Size,
  clips: ClipsOf,
  aus: readonly number[],
): Promise<BenchRow> {
  const settled = settleOptions(
    { preset: preset ?? Object.keys(network.presets)[0]!, changes },
    network,
    null,
  );
  const { job, testOn } = network.job({
    ...settled,
    ...{ training: [clips], validation: [], macro: [], classes: CLASSES, aus },
    ...{ learntBefore: null, batch: BATCH, seed: 1, readElsewhere: null, flowKernel: findFlow },
  });
  const units = job.network.options['aus'] as readonly number[];
  const control = new TrainingControl();
  const before = process.cpuUsage();
  const usedS = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  let right = 0;
  let steps = 0;
  await train(
    { ...job, evaluation: testOn([clips], () => recognitionScorer(units, CLASSES)) },
    {
      epochs: ROUNDS,
      schedules: Object.fromEntries(
        rateInputs(job).map((input) => [input, { kind: 'constant', value: learningRate }]),
      ),
      seed: 1,
      sampling: { isBalanced: true, shares: null },
      patience: null,
    },
    {
      folder: new RunFolder(join(scratch, network.name)),
      isResumed: false,
      from: null,
      threads: 1,
      control,
      tell(event) {
        if (event.event !== 'epoch') return;
        steps = event.step;
        right = Math.round(CLIPS * event.metrics!['accuracy']!);
        if (right === CLIPS || usedS() > LIMIT_S) control.tell('stop');
      },
      leastBetweenSavesMs: 1000 * LIMIT_S,
      now: () => performance.now(),
    },
  );
  const size = [
    settled.preset,
    ...Object.entries(changes).map(([name, value]) => `${name}=${String(value)}`),
  ];
  return {
    what: `${network.name} (${size.join(', ')}), ${String(steps)} steps`,
    ours: usedS(),
    peer: right,
    peerName: `clips of ${String(CLIPS)} named`,
    unit: 's of processor time',
    ratio: right / CLIPS,
    samples: CLIPS,
  };
}
