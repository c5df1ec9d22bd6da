/** ICE-GAN made tiny, on windows in which each class brightens a quarter of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL, writeWindows } from '../../../test/helpers/made-windows.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { freshRunFolders, run, stepsOf, stopAfter } from '../../../test/helpers/training-run.ts';
import { type ClipStore, openClipStore } from '../../data/clips/index.ts';
import { ICE_GAN, type IceGanOptions } from '../../nets/ice-gan.ts';
import { allMetadata, decodeModel } from '../../onnx/index.ts';
import type { TrainingJob, TrainingOptions } from '../index.ts';
import type { ClipsOf } from '../recognition/index.ts';
import { RunFolder } from '../run-folder.ts';
import {
  FACE_FEATURES_TRAINING,
  ICE_GAN_TEACHING,
  ICE_GAN_TRAINING,
  iceGanFold,
  type IceGanTeaching,
} from './index.ts';

const root = freshRunFolders('ice-gan runs');
const folder = tempFolder('ice-gan clips');
const BATCH = 8;
const PEOPLE = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];

const TINY: IceGanOptions = {
  ...ICE_GAN.presets.small,
  seenPx: 32,
  width: 4,
  bottleneck: 8,
  noise: 4,
  dExp: 8,
  dAdv: 8,
  decoderWidths: [16],
};

/** A run is a few seconds where nothing else runs; sessions are opened, which takes most of it. */
const PATIENCE_MS = 180_000;

let store: ClipStore;

beforeAll(() => {
  writeWindows(folder, 64, PEOPLE);
  store = openClipStore(folder);
  return () => store[Symbol.dispose]();
});

/** Clips of some people. */
const clipsOf = (...people: readonly string[]): ClipsOf => ({
  store,
  indices: [...store.clips.keys()].filter((index) => people.includes(store.clips[index]!.subject)),
});

function jobOf(options: Partial<IceGanOptions> = {}, teaching: Partial<IceGanTeaching> = {}): TrainingJob {
  return ICE_GAN_TRAINING.job({
    preset: 'small',
    options: { ...TINY, ...options },
    teaching: { ...ICE_GAN_TEACHING, apexFrames: 1, ...teaching },
    training: [clipsOf('a.jpg', 'b.jpg', 'c.jpg')],
    validation: [clipsOf('d.jpg')],
    learntBefore: null,
    batch: BATCH,
    seed: 3,
  });
}

const optionsOf = ({ step }: TrainingJob, epochs: number, value: number): TrainingOptions => ({
  epochs,
  schedules: Object.fromEntries(
    step.inputs
      .filter(({ name }) => name.endsWith('earningRate'))
      .map(({ name }) => [name, { kind: 'constant', value }]),
  ),
  seed: 3,
  sampling: { isBalanced: true, shares: null },
  patience: null,
});

describe('a run', () => {
  it(
    'learns expressions and pictures, and leaves a recognizer and a generator',
    async () => {
      const job = jobOf({}, { scoresGenerated: true, pixel: 10 });
      const { ended, events } = await run({ job, options: optionsOf(job, 12, 3e-3) });
      const epochs = events.filter((event) => event.event === 'epoch');
      const [first, last] = [epochs[0]!, epochs.at(-1)!];
      expect(last.losses['d.class']).toBeLessThan(0.5 * first.losses['d.class']!);
      // The generator begins with the face it is given, which is not far off.
      expect(last.losses['g.pixel']).toBeLessThan(0.8 * first.losses['g.pixel']!);
      // Four classes by chance: 0.25.
      expect(ended.best!.metrics['uar']).toBeGreaterThan(0.6);
      expect(Object.keys(last.metrics!)).toEqual(
        expect.arrayContaining(['uf1', 'generated-in-test.accuracy', 'generated-in-test.uf1']),
      );
      const logits = await recognize(readFileSync(ended.model!));
      expect(logits.dims).toEqual([2, 4]);
      expect([...(logits.data as Float32Array)].every(Number.isFinite)).toBe(true);

      const record = new RunFolder(ended.folder).readRecord();
      const tensors = new RunFolder(ended.folder).readTensors(record.state);
      const generator = ICE_GAN_TRAINING.exportGenerator(record.network.options as never, tensors)!;
      expect(allMetadata(decodeModel(generator)).get('onset.synthetic')).toContain('synthetic');
      await makes(generator);
    },
    PATIENCE_MS,
  );

  it(
    'that is stopped goes on to the same numbers',
    async () => {
      const job = jobOf();
      const options = optionsOf(job, 2, 1e-3);
      const whole = await run({ job, options, to: new RunFolder(join(root, 'whole')) });
      const to = new RunFolder(join(root, 'stopped'));
      await run({ job, options, to }, (event, control) => {
        if (event.event === 'step' && event.step === 3) control.tell('stop');
      });
      const rest = await run({ job, options, to, isResumed: true });
      const lossesOf = ({ events }: typeof whole): readonly unknown[] =>
        events.flatMap((event) => (event.event === 'step' && event.step > 3 ? [event.losses] : []));
      expect(lossesOf(rest)).toEqual(lossesOf(whole));
    },
    PATIENCE_MS,
  );
});

async function recognize(bytes: Uint8Array): Promise<Tensor> {
  const session = await InferenceSession.create(bytes);
  const { frames, sizePx } = SMALL;
  const clip = new Float32Array(2 * 3 * frames * sizePx * sizePx).fill(0.4);
  const result = await session.run({ clip: new Tensor('float32', clip, [2, 3, frames, sizePx, sizePx]) });
  await session.release();
  return result['emotion_logits']!;
}

/** Pictures of the right size, between 0 and 1, other ones for another z or another class. */
async function makes(bytes: Uint8Array): Promise<void> {
  const session = await InferenceSession.create(bytes);
  const side = SMALL.sizePx;
  const made = async (z: number, place: number): Promise<Float32Array> => {
    const feeds = {
      rest: new Tensor('float32', new Float32Array(side * side).fill(0.4), [1, 1, side, side]),
      z: new Tensor('float32', new Float32Array(TINY.noise).fill(z), [1, TINY.noise]),
      asked: new Tensor(
        'float32',
        Float32Array.from([0, 1, 2, 3], (at) => (at === place ? 1 : 0)),
        [1, 4],
      ),
    };
    const { apex } = await session.run(feeds);
    expect(apex!.dims).toEqual([1, 1, side, side]);
    return apex!.data as Float32Array;
  };
  const [one, same, other] = [await made(0, 1), await made(0, 1), await made(0, 2)];
  expect(one.every((level) => level >= 0 && level <= 1)).toBe(true);
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
  await session.release();
}

describe('what generated pictures are like', () => {
  it.each([
    ['the apex, where the class is the clip\u2019s own', 1, 0.11, 0.13],
    ['the face at rest but for a quarter of them, where classes are drawn by lot', 0, 0, 0.1],
  ])(
    '%s',
    async (_, ownShare, least, most) => {
      // At first the small generator copies: what differs is a quarter that is 60 levels brighter, 0.118 on average.
      const job = jobOf({}, { ownShare });
      const { events } = await run({ job, options: optionsOf(job, 1, 1e-3) }, stopAfter(1));
      const pixel = stepsOf(events)[0]!.losses['g.pixel']!;
      expect(pixel).toBeGreaterThanOrEqual(least);
      expect(pixel).toBeLessThan(most);
    },
    PATIENCE_MS,
  );
});

describe('what is reported', () => {
  const D = ['d', 'd.class', 'd.reconstruction', 'd.adversarial', 'd.generatedClass'];
  const G = ['g', 'g.adversarial', 'g.class', 'g.pixel'];
  it.each<[string, Partial<IceGanOptions>, Partial<IceGanTeaching>, readonly string[]]>([
    ['everything', {}, {}, [...D, ...G]],
    ['model A: real pictures alone', { generator: 'A' }, {}, ['d', 'd.class', 'd.reconstruction']],
    ['model B: no face to keep', { generator: 'B' }, {}, [...D, 'g', 'g.adversarial', 'g.class']],
    [
      'a CNN discriminator',
      { discriminator: 'cnn', seenPx: 64, cnnWidth: 8 },
      {},
      [...D, ...G].filter((name) => !name.includes('reconstruction')),
    ],
    [
      'terms of weight 0 are left out',
      {},
      { reconstruction: 0, adversarialG: 0, adversarialD: 0, classOfGenerated: 0 },
      ['d', 'd.class', 'g', 'g.class', 'g.pixel'],
    ],
  ])('%s', (_, options, teaching, terms) => {
    expect([...jobOf(options, teaching).step.losses].sort()).toEqual(['loss', ...terms].sort());
  });

  it(
    'with frozen features, how far they are from those of the face at rest',
    async () => {
      const features = FACE_FEATURES_TRAINING.job({
        preset: 'small',
        // Two channels are dead after these few steps.
        options: { ...FACE_FEATURES_TRAINING.presets['small']!, width: 4 },
        teaching: FACE_FEATURES_TRAINING.teaching,
        training: [clipsOf('a.jpg', 'b.jpg')],
        validation: [],
        learntBefore: null,
        batch: BATCH,
        seed: 1,
      });
      const to = new RunFolder(join(root, 'features'));
      await run({ job: features, options: optionsOf(features, 1, 1e-3), to });
      const job = jobOf({}, { perceptualFrom: to.path });
      expect(job.step.losses).toContain('g.perceptual');
      // They are part of the program, not of what is learnt.
      expect(job.step.state.map(({ name }) => name).filter((name) => name.startsWith('person'))).toEqual([]);
      const { events } = await run({ job, options: optionsOf(job, 4, 3e-3) });
      // Nothing at the first step, at which the face is still as it was given.
      const step = events.findLast((event) => event.event === 'step')!;
      expect(step.losses['g.perceptual']).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});

describe('a fold', () => {
  it('scores people that the job has never read, by labels of its own', () => {
    const held = clipsOf('d.jpg');
    const { job, testOn } = iceGanFold({
      preset: 'small',
      options: TINY,
      teaching: { ...ICE_GAN_TEACHING, apexFrames: 5 },
      training: [{ ...clipsOf('a.jpg'), labels: clipsOf('a.jpg').indices.map((index) => index % 2) }],
      validation: [],
      classes: ['one', 'other'],
      batch: BATCH,
      seed: 1,
    });
    expect(job.evaluation).toBeNull();
    expect(job.dataset.length).toBe(5 * clipsOf('a.jpg').indices.length);
    expect([...(job.dataset.classes as Int32Array).slice(0, 10)].every((label) => label < 2)).toBe(true);
    expect(job.network.options).toMatchObject({ emotions: ['one', 'other'], dExp: 8 });
    const evaluation = testOn([held], () => {
      throw new Error('internal: nothing is scored here');
    });
    expect(evaluation.dataset.length).toBe(held.indices.length);
    expect(evaluation.program.inputs.map(({ name }) => name)).toEqual(['apex']);
  });
});
