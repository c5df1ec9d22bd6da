/** What the Trainer asks, answered with runs, data and models that are made up: every state a run can be in, at once. */
import type { DataContent, DataLook, TrainerData } from '../../contract/channels/trainer-data.ts';
import type { TrainerModel } from '../../contract/channels/trainer-models.ts';
import type { Curve, Run, RunEpoch, TrainerNetwork } from '../../contract/channels/trainer-runs.ts';
import { DEFAULT_TRAINER_SETTINGS, type TrainerSettings } from '../../contract/channels/trainer.ts';
import { MadeEngine, MadeProblem, type Answers } from './made-engine.ts';

/** JPEGs: some faces, and one clip frame by frame. */
export interface MadePictures {
  readonly faces: readonly Uint8Array<ArrayBuffer>[];
  readonly clip: readonly Uint8Array<ArrayBuffer>[];
}

const CLASSES = ['negative', 'others', 'positive', 'surprise'] as const;
const AT = '2026-03-02T08:10:00.000Z';

export class MadeTrainerEngine extends MadeEngine {
  runs: Run[] = [];
  data: TrainerData[] = [];
  models: TrainerModel[] = [MODEL('shipped')];
  networks: TrainerNetwork[] = NETWORKS;
  readonly commands: [run: string, command: string][] = [];
  readonly added: unknown[] = [];
  readonly cards = new Map<string, string>();
  #settings: TrainerSettings = DEFAULT_TRAINER_SETTINGS;
  readonly #pictures: MadePictures;

  private constructor(pictures: MadePictures) {
    super();
    this.#pictures = pictures;
  }

  static async start(pictures: MadePictures): Promise<MadeTrainerEngine> {
    const engine = new MadeTrainerEngine(pictures);
    await engine.listen();
    return engine;
  }

  /** Somebody's bench: a run under way, two that wait, some that have ended in several ways. */
  fill(): void {
    this.data = [
      DATA('portraits', {}),
      DATA('casmecopy', {
        ...{ name: 'CASME II', kind: 'set', set: 'casme2', path: '/home/ada/CASME2', rights: null },
        content: CONTENT(0, { clips: 255, subjects: 26, fps: [200, 200], isSynthetic: false }),
      }),
    ];
    this.runs = [
      MADE_RUN('runningaa', { name: 'Light, all portraits', state: 'running' }),
      MADE_RUN('waitingaa', { name: 'Light, faint movements', ...WAITING }),
      MADE_RUN('waitingbb', { name: 'STSTNet to compare with', ...WAITING }),
      MADE_RUN('doneaaaaa', {
        ...{ name: 'First recognizer', state: 'done', ending: 'no-improvement', model: 'modelaaaaaaaaaaa' },
        ...{ endedAt: AT, leftS: null, progress01: 1, epoch: 24, wallS: 2460 },
        best: { epoch: 14, metrics: { uf1: 0.583, uar: 0.571, accuracy: 0.612, auF1: 0.461 } },
      }),
      MADE_RUN('makeraaaa', {
        order: { ...MADE_RUN('makeraaaa', {}).order, network: 'au-icgan', preset: 'small' },
        ...{ name: 'A maker of clips', state: 'done', ending: 'completed', endedAt: AT, leftS: null },
        ...{ progress01: 1, epoch: 40, best: null },
      }),
      MADE_RUN('brokenaaa', {
        order: { ...MADE_RUN('brokenaaa', {}).order, learningRate: 3e-3, changes: { clipNorm: 0 } },
        ...{ name: 'Higher rate', state: 'failed', isResumable: true, endedAt: AT, leftS: null, wallS: 312 },
        problem: {
          code: 'training-diverged',
          message: 'The run “Higher rate” left its course at step 412: the loss became no number.',
          remedy: 'Go on with a third of the learning rate; the save before it is whole.',
        },
      }),
      MADE_RUN('crashedaa', {
        ...{ name: 'Over night', state: 'interrupted', isResumable: true, leftS: null, wallS: 7260 },
      }),
      MADE_RUN('losoaaaaa', {
        ...{ name: 'LOSO on CASME II', state: 'running', epoch: 0 },
        order: {
          ...{ kind: 'evaluation', name: 'LOSO', network: 'stst-net', preset: 'paper', data: ['casmecopy'] },
          ...{
            epochs: 40,
            batch: 32,
            learningRate: 1e-3,
            seed: 1,
            changes: {},
            protocol: 'loso',
            scheme: 'three',
          },
        },
        folds: { done: 9, of: 26, held: 'casme2/10' },
      }),
    ];
    this.models = [MODEL('shipped'), MODEL('trained'), MODEL('imported')];
  }

  change(id: string, change: Partial<Run>): void {
    this.runs = this.runs.map((run) => (run.id === id ? { ...run, ...change } : run));
    this.tell(
      'trainer.runChanged',
      this.runs.find((run) => run.id === id)!,
    );
  }

  changeData(id: string, change: Partial<TrainerData>): void {
    this.data = this.data.map((data) => (data.id === id ? { ...data, ...change } : data));
    this.tell('trainer.dataChanged', this.data);
  }

  /** Steps of the run that is under way, as they come. */
  tellPoints(run: string, from: number, count: number): void {
    this.tell('trainer.points', { run, curves: madeCurves(from, from + count, 1.3).filter(isStepwise) });
  }

  protected override readonly answers: Answers = {
    'trainer.runs': () => this.runs,
    'trainer.data': () => this.data,
    'trainer.models': () => this.models,
    'trainer.networks': () => this.networks,
    'trainer.settings': () => this.#settings,
    'trainer.setSettings': (settings: TrainerSettings) => (this.#settings = settings),
    'trainer.licensedSets': () => LICENSED,
    'trainer.look': ({ source }: { source: { path?: string } }) => {
      if (source.path === '/nowhere')
        throw new MadeProblem({
          code: 'folder-missing',
          message: '“/nowhere” is not there.',
          remedy: 'Check how it is written, or choose it.',
        });
      return this.#look(source.path ?? 'uploads');
    },
    'trainer.prepare': ({ name }: { name: string }) => {
      const data = DATA('freshdata', { name, state: 'preparing', progress01: 0.3, leftS: 40, content: null });
      this.data = [...this.data.filter(({ id }) => id !== data.id), data];
      this.tell('trainer.dataChanged', this.data);
      return { data: data.id };
    },
    'trainer.generator': ({ run }: { run: string }) =>
      run === 'makeraaaa'
        ? { network: 'au-icgan', sizePx: 128, classes: [], aus: [4, 12], sizeBytes: 4e6, clipS: 0.2 }
        : null,
    'trainer.clips': ({ data, part, count }: { data: string; part: string; count: number }) => ({
      classes: CLASSES,
      count: 40,
      clips: Array.from({ length: Math.min(count, 40) }, (_, index) => FACTS(data, part, index)),
    }),
    'trainer.clip': ({ ref }: { ref: { data: string; part: string; index: number } }) => ({
      facts: FACTS(ref.data, ref.part, ref.index),
      class: CLASSES[ref.index % 4]!,
      frames: this.#pictures.clip,
      neutral: this.#pictures.clip[0]!,
      ...{ widthPx: 128, heightPx: 128, windowS: 0.5, apexFrame: 8 },
    }),
    'trainer.estimate': () => ESTIMATE,
    'trainer.add': ({ order }: { order: Run['order'] }) => {
      this.added.push(order);
      const run = MADE_RUN('addedaaaa', { name: order.name, order, ...WAITING, state: 'starting' });
      this.runs = [run, ...this.runs];
      this.tell('trainer.runsChanged', this.runs);
      return { run: run.id };
    },
    'trainer.command': ({ run, command }: { run: string; command: string }) => {
      this.commands.push([run, command]);
      const state = { pause: 'paused', resume: 'running', finish: 'finishing', stop: 'stopping' }[command];
      this.change(run, { state: (state ?? 'waiting') as Run['state'] });
      return this.runs.find(({ id }) => id === run);
    },
    'trainer.move': ({ run, to }: { run: string; to: number }) => {
      const waiting = this.runs.filter(({ state }) => state === 'waiting');
      const moved = waiting.filter(({ id }) => id !== run);
      moved.splice(
        to,
        0,
        waiting.find(({ id }) => id === run)!,
      );
      this.runs = [...moved, ...this.runs.filter(({ state }) => state !== 'waiting')];
      this.tell('trainer.runsChanged', this.runs);
      return {};
    },
    'trainer.renameRun': ({ run, name }: { run: string; name: string }) => {
      this.change(run, { name });
      return {};
    },
    'trainer.removeRun': ({ run }: { run: string }) => {
      this.runs = this.runs.filter(({ id }) => id !== run);
      this.tell('trainer.runsChanged', this.runs);
      return {};
    },
    'trainer.history': ({ run }: { run: string }) => ({
      run,
      curves: run === 'addedaaaa' ? [] : madeCurves(0, 1440, { doneaaaaa: 1, brokenaaa: 1.15 }[run] ?? 1.3),
      epochs: run === 'addedaaaa' ? [] : madeEpochs(),
    }),
    'trainer.result': ({ run }: { run: string }) => (run === 'losoaaaaa' ? RESULT : null),
    'trainer.cell': ({ known, said }: { known: number; said: number }) => ({
      classes: CLASSES,
      confusion: CONFUSION,
      count: CONFUSION.counts[known]![said]!,
      clips: Array.from({ length: Math.min(24, CONFUSION.counts[known]![said]!) }, (_, index) => ({
        // Every fourth clip is of this class.
        facts: FACTS('portraits', 'validation', known + 4 * index),
        said,
        probabilities: CLASSES.map((__, of) => (of === said ? 0.58 : 0.14)),
      })),
    }),
    'trainer.compare': () => ({
      clips: 200,
      metrics: [
        { name: 'uf1', first: 0.583, second: 0.541, p: 0.118 },
        { name: 'accuracy', first: 0.612, second: 0.58, p: 0.21 },
      ],
      ...{ onlyFirst: 31, onlySecond: 19, p: 0.119 },
    }),
    'trainer.samples': () => [
      { name: 'epoch-2', epoch: 2, label: 'AU12, from rest to full' },
      { name: 'epoch-4', epoch: 4, label: 'AU12, from rest to full' },
    ],
    'trainer.sample': () => ({ bytes: this.#pictures.clip[0]!, type: 'image/jpeg' }),
    'trainer.install': ({ model }: { model: string }) => {
      const id = model === 'shipped' ? this.models[0]!.id : model;
      this.models = this.models.map((each) => ({ ...each, isInUse: each.id === id }));
      return this.models;
    },
    'trainer.card': ({ model }: { model: string }) => ({
      model,
      text: this.cards.get(model) ?? CARD,
      isEditable: model !== this.models[0]!.id,
    }),
    'trainer.setCard': ({ model, text }: { model: string; text: string }) => {
      this.cards.set(model, text);
      return { model, text, isEditable: true };
    },
    'trainer.exportModel': () => ({ job: 'exportjob' }),
  };

  #look(path: string): DataLook {
    const isSet = path.includes('CASME');
    return {
      ...{ path, kind: isSet ? 'set' : 'faces', set: isSet ? 'casme2' : null },
      coding: isSet ? 'CASME2-coding-20140508.xlsx' : null,
      content: isSet
        ? CONTENT(0, { clips: 255, subjects: 26, fps: [200, 200], isSynthetic: false })
        : {
            ...CONTENT(0, { pictures: this.#pictures.faces.length, subjects: this.#pictures.faces.length }),
            ...{ clips: 0, classes: [], aus: [], parts: [], fps: null, isSynthetic: false },
          },
      discrepancies: isSet
        ? [
            { kind: 'count', about: 'clips', what: '255 are coded; the page of the set says 247.' },
            {
              kind: 'missing',
              about: 'sub09/EP05_03',
              what: 'is coded, and has no pictures in this folder.',
            },
          ]
        : [],
      discrepancyCount: isSet ? 2 : 0,
      samples: this.#pictures.faces.slice(0, 12).map((jpeg, index) => ({
        name: `portrait-${String(index + 1)}`,
        subject: `portrait-${String(index + 1)}`,
        label: isSet ? CLASSES[index % 4]! : null,
        aus: isSet ? [12] : null,
        jpeg,
        ...{ widthPx: 128, heightPx: 128 },
      })),
      ...{ needsPreparation: true, preparationS: null, withoutConsent: [], problem: null },
    };
  }
}

const CONTENT = (scale: number, change: Partial<DataContent>): DataContent => ({
  ...{ clips: 2400 * scale, pictures: 0, longVideos: 0, subjects: 40 },
  classes: [
    { name: 'negative', count: 99 },
    { name: 'others', count: 63 },
    { name: 'positive', count: 32 },
    { name: 'surprise', count: 25 },
  ],
  aus: [4, 12, 1, 2, 14, 15, 17].map((au, index) => ({ name: `AU${String(au)}`, count: 129 - 17 * index })),
  parts: [],
  fps: null,
  shape: null,
  isSynthetic: true,
  isGenerated: false,
  ...change,
});

const DATA = (id: string, change: Partial<TrainerData>): TrainerData => ({
  ...{ id, name: 'Portraits', kind: 'faces', set: null, path: '/home/ada/portraits' },
  ...{ clipsPath: '/data/clips', madeAt: AT, state: 'ready', progress01: null, leftS: null },
  content: CONTENT(1, {
    parts: [
      { name: 'train', clips: 2000, subjects: 28 },
      { name: 'validation', clips: 200, subjects: 4 },
      { name: 'test', clips: 200, subjects: 8 },
    ],
    shape: { frames: 16, sizePx: 128, windowS: 0.5, planes: 1 },
  }),
  ...{ rights: 'public-domain', warnings: [], sizeBytes: 6.4e8, problem: null, generation: null },
  ...change,
});

const MADE_RUN = (id: string, change: Partial<Run>): Run => ({
  id,
  name: id,
  order: {
    ...{ kind: 'training', name: id, network: 'au-gacn', preset: 'light', data: ['portraits'] },
    ...{ epochs: 40, batch: 32, learningRate: 1e-3, seed: 1, changes: {}, validation: [], from: null },
    ...{ schedule: 'cosine', isBalanced: true, patience: 10 },
  },
  ...{ state: 'running', madeAt: AT, startedAt: AT, endedAt: null, ending: null },
  ...{ progress01: 0.57, leftS: 1260, wallS: 1680, epoch: 22, epochs: 40, step: 1440, steps: 2520 },
  ...{ parameters: 1_204_331, trainSamples: 2000, validationSamples: 200 },
  ...{ samplesPerS: 43.2, memoryBytes: 1.42e9 },
  losses: { loss: 0.912 },
  metrics: { uf1: 0.541 },
  best: { epoch: 18, metrics: { uf1: 0.562, uar: 0.55, accuracy: 0.59, auF1: 0.44 } },
  ...{ folds: null, pace: 'usual', isResumable: false, model: null, modelProblem: null, missingData: [] },
  ...{ warnings: [], problem: null, sizeBytes: 2.4e7 },
  ...change,
});

const WAITING = {
  ...{ state: 'waiting', startedAt: null, progress01: null, leftS: null, wallS: 0, epoch: 0, step: 0 },
  ...{ steps: 0, parameters: null, trainSamples: null, validationSamples: null, samplesPerS: null },
  ...{ memoryBytes: null, losses: {}, metrics: null, best: null },
} as const satisfies Partial<Run>;

const MODEL = (origin: TrainerModel['origin']): TrainerModel => ({
  id: { shipped: 'shippedaaaaaaaaa', trained: 'modelaaaaaaaaaaa', imported: 'importedaaaaaaaa' }[origin],
  name: { shipped: 'au-gacn light', trained: 'First recognizer', imported: 'From the other lab' }[origin],
  origin,
  run: origin === 'trained' ? 'doneaaaaa' : null,
  madeAt: AT,
  network: 'au-gacn',
  trainedOn: origin === 'shipped' ? '8000 made clips of 150 portraits' : '2000 made clips of 28 portraits',
  sizeBytes: 5.1e6,
  sha256: 'a3'.repeat(32),
  facts: [
    ['network', 'au-gacn light'],
    ['emotions', CLASSES.join(', ')],
    ['window', '16 frames of 128 × 128 in 0.5 s'],
  ],
  isInUse: origin === 'shipped',
  problem: null,
});

const NETWORKS: TrainerNetwork[] = [
  NETWORK('au-gacn', 'recognizer', true, [
    ['light', 1_204_331, 'Half the channels, brightness alone. Runs live on two cores. Begin here.'],
    ['paper', 4_912_108, 'As in the paper: colour, all channels. Wants much data and a day.'],
  ]),
  NETWORK('stst-net', 'recognizer', false, [['paper', 1683, 'Three small convolutions over one flow.']]),
  NETWORK('au-icgan', 'synthesizer', false, [['small', 2_104_331, 'Faces of 64 × 64.']]),
];

function NETWORK(
  name: string,
  kind: TrainerNetwork['kind'],
  runsLive: boolean,
  presets: readonly [name: string, parameters: number, summary: string][],
): TrainerNetwork {
  const plain = {
    'au-gacn':
      'Looks at the moving picture and at how facial muscles go together. Names action units and the expression.',
    'stst-net':
      'Very small: looks at how the skin has moved and stretched at the apex. Trains within minutes.',
  }[name];
  return {
    ...{ name, kind, runsLive, takesAnySize: true },
    summary: 'Pseudo-3D ResNet, then a graph of action units',
    plain: plain ?? 'Makes new clips of a face with the movements that are asked for.',
    presets: presets.map(([preset, parameters, summary]) => ({
      ...{ name: preset, parameters, summary, frames: 16, sizePx: 128 },
    })),
    plans: [
      { name: 'try', epochs: 2, batch: 32, learningRate: 1e-3, patience: 0 },
      { name: 'usual', epochs: 40, batch: 32, learningRate: 1e-3, patience: 10 },
      { name: 'thorough', epochs: 120, batch: 32, learningRate: 1e-3, patience: 25 },
    ],
  };
}

const FACTS = (data: string, part: string, index: number): object => ({
  ref: { data, part, index },
  name: `clip ${String(index + 1)}`,
  subject: `portrait-${String((index % 40) + 1)}`,
  known: index % 4,
  aus: [12, 25],
  isSynthetic: true,
  movementOf: null,
});

const CONFUSION = {
  classes: [...CLASSES],
  counts: [
    [38, 7, 2, 3],
    [9, 28, 6, 7],
    [3, 8, 35, 4],
    [6, 5, 3, 36],
  ],
};

const isStepwise = ({ group }: Curve): boolean => group === 'loss' || group === 'scalar';

/** A loss that falls as losses do: along a power of the steps, with the noise of batches on it. */
function madeCurves(from: number, to: number, height = 1): Curve[] {
  const steps = Float64Array.from({ length: to - from }, (_, index) => from + index + 1);
  const noise = (step: number, phase: number): number => (Math.sin(step * 12.9898 + phase) * 43758.5453) % 1;
  const falling = (first: number, last: number, phase: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(steps, (step) => {
      const value = last + (first - last) * (1 + step / 60) ** -0.9;
      return height * value * (1 + 0.16 * noise(step, phase));
    });
  const epochEnds = Float64Array.from({ length: 22 }, (_, index) => (index + 1) * 65);
  const rising = (last: number, phase: number): Float32Array<ArrayBuffer> =>
    Float32Array.from(
      epochEnds,
      (step) => (last / height) * (1 - Math.exp(-step / 380)) + 0.02 * noise(step, phase),
    );
  return [
    { group: 'loss', name: 'loss', steps, values: falling(2.1, 0.78, 1) },
    { group: 'loss', name: 'emotion', steps, values: falling(1.4, 0.52, 2) },
    { group: 'loss', name: 'au', steps, values: falling(0.7, 0.26, 3) },
    {
      group: 'scalar',
      name: 'learningRate',
      steps,
      values: Float32Array.from(steps, (step) => 5e-4 * (1 + Math.cos((step / 2520) * Math.PI))),
    },
    { group: 'scalar', name: 'gradNorm', steps, values: falling(4.4, 1.2, 4) },
    {
      group: 'epochLoss',
      name: 'loss',
      steps: epochEnds,
      values: Float32Array.from(epochEnds, (step) => height * (0.78 + 1.32 * (1 + step / 60) ** -0.9)),
    },
    { group: 'metric', name: 'uf1', steps: epochEnds, values: rising(0.6, 5) },
    { group: 'metric', name: 'uar', steps: epochEnds, values: rising(0.58, 6) },
    { group: 'metric', name: 'accuracy', steps: epochEnds, values: rising(0.63, 7) },
    { group: 'metric', name: 'auF1', steps: epochEnds, values: rising(0.47, 8) },
    { group: 'metric', name: 'f1.au12', steps: epochEnds, values: rising(0.7, 9) },
    { group: 'metric', name: 'f1.au4', steps: epochEnds, values: rising(0.55, 10) },
  ];
}

function madeEpochs(): RunEpoch[] {
  const curves = madeCurves(0, 1440);
  const at = (name: string, index: number): number =>
    curves.find((curve) => curve.name === name)!.values[index]!;
  return Array.from({ length: 22 }, (_, index) => ({
    epoch: index + 1,
    step: (index + 1) * 65,
    losses: { loss: at('loss', index * 65), emotion: at('emotion', index * 65), au: at('au', index * 65) },
    metrics: {
      uf1: at('uf1', index),
      uar: at('uar', index),
      accuracy: at('accuracy', index),
      auF1: at('auF1', index),
    },
    confusion: CONFUSION,
    isBest: index === 17,
  }));
}

const ESTIMATE = {
  provider: { name: 'CPU', why: 'No graphics processor was found that ONNX Runtime can use.' },
  ...{
    threads: 2,
    parameters: 1_204_331,
    trainSamples: 2000,
    validationSamples: 200,
    stepMs: 712,
    scoreMs: 11,
  },
  ...{
    steps: 2520,
    memoryBytes: 1.42e9,
    freeMemoryBytes: 6.1e9,
    totalS: 1920,
    folds: 1,
    measuredAt: AT,
    wasBusy: false,
  },
  words: 'about 30 minutes; less if nothing gets better for 10 epochs',
};

const RESULT = {
  ...{ protocol: 'loso', scheme: 'three' },
  confusion: {
    classes: ['negative', 'positive', 'surprise'],
    counts: [
      [41, 6, 5],
      [4, 12, 2],
      [5, 1, 11],
    ],
  },
  metrics: [
    { name: 'uf1', value: 0.688, low: 0.551, high: 0.792 },
    { name: 'uar', value: 0.701, low: 0.574, high: 0.803 },
    { name: 'accuracy', value: 0.736, low: null, high: null },
  ],
  folds: Array.from({ length: 9 }, (_, index) => ({
    held: `casme2/${String(index + 1).padStart(2, '0')}`,
    ...{
      samples: 4 + ((index * 5) % 9),
      right: 3 + ((index * 3) % 5),
      trainSamples: 138,
      epochs: 40,
      wallS: 31.4,
    },
  })),
  foldCount: 26,
  statements: ['Apexes are those coded; where none is coded, the middle was taken.'],
};

const CARD = [
  '# First recognizer',
  'A recognizer for brief facial movements, trained on **made clips**: movements drawn over 28 portraits.',
  '## What it is for',
  '- Suggesting action units and a class of expression for candidates that a person reviews.',
  '- Not for deciding anything about a person.',
  '## How good it is',
  '| score | value |',
  '| --- | --- |',
  '| `uf1` | 0.583 |',
  '| `accuracy` | 0.612 |',
  '## Where it fails',
  'Faces turned by more than 20 degrees, and cameras of 30 frames a second.',
]
  .join('\n\n')
  .replaceAll('|\n\n|', '|\n|')
  .replaceAll('.\n\n- ', '.\n- ');

const LICENSED = [
  {
    ...{ set: 'casme2', title: 'CASME II', holder: 'Institute of Psychology, Chinese Academy of Sciences' },
    what: '255 brief movements of 26 people at 200 frames a second',
    terms: ['Research at a university or institute only.', 'No picture may be handed on.'],
    steps: ['Print the licence agreement.', 'Have it signed by a member of staff.', 'Send it to the holder.'],
    page: 'http://casme.psych.ac.cn/casme/e2',
    layout: 'CASME2_RAW_selected/\n  sub01/EP02_01f/img46.jpg …\nCASME2-coding-20140508.xlsx',
  },
];
