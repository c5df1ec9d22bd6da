import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { freshRunFolders, run, stepsOf, stopAfter } from '../../../test/helpers/training-run.ts';
import { ClipStoreWriter, openClipStore } from '../../data/clips/index.ts';
import { allMetadata, decodeModel } from '../../onnx/index.ts';
import { AU_ICGAN } from '../../nets/au-icgan.ts';
import { RunFolder, type TrainingJob, type TrainingOptions } from '../index.ts';
import type { AuIcganTeaching } from './teaching.ts';
import { auIcganDataset } from './dataset.ts';
import { AU_ICGAN_TRAINING } from './job.ts';

const data = tempFolder('au-icgan clips');
writeWindows(join(data, 'train'), 48, ['a', 'b', 'c']);
writeWindows(join(data, 'held'), 8, ['d'], { seed: 2 });
const root = freshRunFolders('au-icgan');

const OPTIONS = {
  ...AU_ICGAN.presets.small,
  // Painting changes begins as a copy, of which nothing is lost on the way back.
  paints: 'face' as const,
  sizePx: 16,
  frames: 4,
  width: 4,
  residuals: 1,
  imageWidth: 4,
  videoWidth: 4,
};

function jobOf(teaching: Partial<AuIcganTeaching> = {}): TrainingJob {
  const [store, held] = ['train', 'held'].map((part) => openClipStore(join(data, part)));
  return AU_ICGAN_TRAINING.job({
    preset: 'small',
    options: OPTIONS,
    teaching: { ...AU_ICGAN_TRAINING.teaching, criticSteps: 2, cycleFrames: 1, ...teaching },
    training: [{ store: store!, indices: [...store!.clips.keys()] }],
    validation: [{ store: held!, indices: [...held!.clips.keys()] }],
    learntBefore: null,
    batch: 2,
    seed: 1,
  });
}

const rate = { kind: 'constant', value: 2e-3 } as const;
const optionsFor = (epochs: number): TrainingOptions => ({
  epochs,
  schedules: { learningRate: rate, 'image.learningRate': rate, 'video.learningRate': rate },
  seed: 3,
  sampling: { isBalanced: false, shares: null },
  patience: null,
});

describe('training AU-ICGAN', () => {
  it('lowers what the generator is taught, comes nearer to frames of people not seen, and tells every loss', async () => {
    const { events, ended } = await run({ job: jobOf({ ssimWeight: 20 }), options: optionsFor(6) });
    const generator = stepsOf(events).filter(({ losses }) => 'loss' in losses);
    const mean = (name: string, from: number, to: number): number =>
      generator.slice(from, to).reduce((sum, { losses }) => sum + losses[name]!, 0) / (to - from);
    expect(Object.keys(generator[0]!.losses)).toEqual([
      ...['loss', 'adversarial', 'cycle', 'attention', 'units', 'ssim', 'emotion', 'authenticity'],
    ]);
    const last = generator.length;
    for (const name of ['cycle', 'ssim'])
      expect(mean(name, last - 10, last), name).toBeLessThan(0.6 * mean(name, 0, 10));
    const { history } = new RunFolder(ended.folder).readRecord();
    const critics = Object.keys(history[0]!.losses).filter((name) => name.includes('.'));
    expect(critics).toEqual([
      ...['image.adversarial', 'image.units', 'image.penalty'],
      ...['video.adversarial', 'video.emotion', 'video.penalty'],
    ]);
    expect(history.at(-1)!.losses['image.units']).toBeLessThan(history[0]!.losses['image.units']!);
    const gains = history.map(({ metrics }) => metrics!['gain']!);
    expect(gains.at(-1)).toBeGreaterThan(gains[0]!);
  }, 60_000);

  it('goes on with critics and generator to the numbers it would have had', async () => {
    const straight = new RunFolder(join(root, 'straight'));
    const whole = await run({ job: jobOf(), options: optionsFor(1), to: straight });
    // Within a round of turns: the second of the critics' two.
    const first = await run({ job: jobOf(), options: optionsFor(1) }, stopAfter(10));
    const second = await run({ job: jobOf(), options: optionsFor(1), isResumed: true });
    const losses = [first, second].flatMap(({ events }) => stepsOf(events).map((step) => step.losses));
    expect(losses).toEqual(stepsOf(whole.events).map((step) => step.losses));
    const state = (folder: RunFolder): string => folder.readRecord().state.sha256;
    expect(state(new RunFolder(second.ended.folder))).toBe(state(straight));
  }, 60_000);

  it('begins with a run that had no critics, and with one that had them without them', async () => {
    const silent = { adversarialWeight: 0, unitsWeight: 0, emotionWeight: 0, authenticityWeight: 0 };
    const alone = new RunFolder(join(root, 'alone'));
    await run({ job: jobOf(silent), options: optionsFor(1), to: alone }, stopAfter(3));
    const whole = new RunFolder(join(root, 'whole'));
    const { events } = await run(
      { job: jobOf(), options: optionsFor(1), from: alone, to: whole },
      stopAfter(3),
    );
    expect(events[0]).toMatchObject({ event: 'started', from: { step: 3 } });
    expect(stepsOf(events)[2]!.losses['cycle']).toBeLessThan(1);
    const back = await run({ job: jobOf(silent), options: optionsFor(1), from: whole }, stopAfter(1));
    expect(back.events[0]).toMatchObject({ event: 'started', from: { step: 3 } });
  }, 60_000);

  it('leaves the video critic out where none of its losses weighs anything', () => {
    const job = jobOf({ authenticityWeight: 0, emotionWeight: 0 });
    expect(job.step.losses).toEqual(['critics', 'image.adversarial', 'image.units', 'image.penalty']);
    expect(job.step.state.some(({ name }) => name.startsWith('video.'))).toBe(false);
    const alone = jobOf({ authenticityWeight: 0, emotionWeight: 0, adversarialWeight: 0, unitsWeight: 0 });
    expect(alone.then).toEqual([]);
    expect(alone.step.losses).toEqual(['loss', 'cycle', 'attention', 'ssim']);
  });

  it('gives a generator that says what it is', () => {
    const job = jobOf();
    const tensors = new Map(
      [job.step, ...job.then!].flatMap(({ state }) =>
        state.map(({ name, shape, initial }) => [name, { shape, values: initial }] as const),
      ),
    );
    // What a checkpoint keeps as options is what a generator is made of again.
    const options = job.network.options as unknown as typeof OPTIONS;
    const model = decodeModel(AU_ICGAN_TRAINING.exportGenerator(options, tensors)!);
    expect(Object.fromEntries(allMetadata(model))).toMatchObject({
      'onset.generator': 'au-icgan',
      'onset.synthetic': 'onset:synthetic',
      'onset.aus': '[4,12]',
      'onset.size': '16',
      'onset.planes': '1',
    });
  });
});

describe('single pictures of everyday expressions', () => {
  it('are learnt from beside clips, by the image critic alone', async () => {
    using clips = openClipStore(join(data, 'train'));
    writePictures(join(data, 'pictures'));
    using pictures = openClipStore(join(data, 'pictures'));
    const dataset = auIcganDataset(
      [
        { store: clips, indices: [0] },
        { store: pictures, indices: [0, 1] },
      ],
      { ...OPTIONS, aus: [4, 12, 26], emotions: clips.emotions },
      AU_ICGAN_TRAINING.teaching,
    );
    const batch = await dataset.readBatch([0, 1, 2].map((index) => ({ index, seed: null })));
    expect([...batch['moves']!]).toEqual([1, 0, 0]);
    // Of its own picture all frames are copies, at the intensity that it has.
    const real = batch['real']!;
    const frame = 16 * 16;
    expect(real.slice(4 * frame, 5 * frame)).toEqual(real.slice(7 * frame, 8 * frame));
    expect([...batch['start_units']!.slice(3, 6)]).toEqual([0, 0, 0.5]);
    expect([...batch['real_units']!.slice(12, 15)]).toEqual([0, 0, 0.5]);
    // A class of theirs that the clips do not have is none.
    expect([...batch['real_class']!.slice(4, 8)]).toEqual([0, 0, 0, 0]);
  });
});

function writePictures(folder: string): void {
  using writer = new ClipStoreWriter(folder);
  for (const seed of [1, 2]) {
    const frames = Uint8Array.from({ length: 24 * 24 }, (_, i) => (i * seed) % 256);
    writer.add(
      { frames, neutral: frames },
      { subject: `p${String(seed)}`, seed, emotion: 0, aus: [26], peakPctIod: 0, moves: [] },
    );
  }
  writer.finish({
    ...{ synthetic: false, frames: 1, sizePx: 24, windowS: 0.5, planes: 1, recipe: 'rigid-256-1' },
    made: {},
    aus: [26],
    emotions: ['awe'],
  });
}
