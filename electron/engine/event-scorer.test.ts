import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpottedEvent } from '../../contract/spot.ts';
import { cropBytes, RECIPE } from '../../contract/recipe.ts';
import { encodeModel } from '../../models/onnx/index.ts';
import { evaluateSmall, smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { EventScorer } from './event-scorer.ts';
import { openRecognizer, type Recognizer } from './infer/index.ts';
import { CropRing, fillPicture, fillWindow } from './window/index.ts';

const folder = tempFolder('event scorer');

/** A second of crops at 30 fps, each of one grey that rises with time. */
function ringOf(frames = 30): CropRing {
  const ring = CropRing.create(30);
  for (let i = 0; i < frames; i++) {
    ring.reserve(Math.round((i * 1e6) / 30), i).fill(40 + 5 * i);
    ring.commit();
  }
  return ring;
}

const moment = (timeS: number) => ({ timeUs: timeS * 1e6, frameIndex: Math.round(timeS * 30) });
const event = (apexS: number, kind: SpottedEvent['kind'] = 'micro'): SpottedEvent => ({
  trackId: 1,
  kind,
  onset: moment(apexS - 0.1),
  apex: moment(apexS),
  offset: moment(apexS + 0.1),
  aus: [],
  score: 0.8,
  cautions: [],
});

async function opened(usesNeutral: boolean): Promise<Recognizer> {
  const path = join(folder, `${usesNeutral}.onnx`);
  writeFileSync(path, encodeModel(smallRecognizer({ usesNeutral }).model));
  return openRecognizer(path, { provider: 'cpu' });
}

test.each([false, true])(
  'scores the half second round the apex (neutral wanted: %s)',
  async (usesNeutral) => {
    await using recognizer = await opened(usesNeutral);
    const scorer = new EventScorer(recognizer);
    expect(scorer.needsNeutral).toBe(usesNeutral);
    const face = { ring: ringOf(), neutral: new Uint8Array(cropBytes(RECIPE)).fill(70) };
    scorer.take(event(0.5), face);
    await scorer.settled();
    const [scored, ...more] = scorer.scored();
    expect(more).toEqual([]);
    expect(scored!.event).toMatchObject(event(0.5));
    expect(scored!.window).toMatchObject({ trackId: 1, fromUs: 250_000, toUs: 750_000 });
    expect(scored!.window!.emotions).toEqual(scored!.event.recognition!.probabilities);
    expect(scorer.scored()).toEqual([]);

    // The same window through the same network in plain TypeScript.
    const [clip, neutral] = [recognizer.newClip(), recognizer.newNeutral()];
    fillWindow(face.ring, 250_000, 750_000, 8, 32, clip);
    fillPicture(face.neutral, 32, neutral);
    const powers = evaluateSmall(smallRecognizer({ usesNeutral }), clip, neutral).emotion.map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, 0);
    Object.values(scored!.event.recognition!.probabilities).forEach((p, i) => {
      expect(p).toBeCloseTo(powers[i]! / total, 4);
    });
  },
);

test('windows that come while the network works are scored together, each event with its own', async () => {
  await using recognizer = await opened(false);
  const batches: number[] = [];
  const counting = Object.create(recognizer, {
    card: { value: recognizer.card },
    newClip: { value: () => recognizer.newClip() },
    score: {
      value: (windows: Parameters<Recognizer['score']>[0]) => {
        batches.push(windows.length);
        return recognizer.score(windows);
      },
    },
  }) as Recognizer;
  const scorer = new EventScorer(counting);
  const face = { ring: ringOf(), neutral: null };
  for (const apexS of [0.4, 0.5, 0.6]) scorer.take(event(apexS), face);
  await scorer.settled();
  expect(batches).toEqual([1, 2]);
  expect(scorer.scored().map((scored) => scored.event.apex.timeUs)).toEqual([400_000, 500_000, 600_000]);
});

test('pixels are taken at once: what the ring holds later does not matter', async () => {
  await using recognizer = await opened(false);
  const scorer = new EventScorer(recognizer);
  const face = { ring: ringOf(), neutral: null };
  scorer.take(event(0.5), face);
  for (let i = 30; i < 60; i++) {
    face.ring.reserve(Math.round((i * 1e6) / 30), i).fill(0);
    face.ring.commit();
  }
  scorer.take(event(1.5), face);
  await scorer.settled();
  const [first, second] = scorer.scored();
  expect(first!.event.recognition!.probabilities).not.toEqual(second!.event.recognition!.probabilities);
});

test('what cannot be scored is handed on without a name: long movements, no crops, no neutral yet', async () => {
  await using plain = await opened(false);
  const scorer = new EventScorer(plain);
  scorer.take(event(0.5, 'macro'), { ring: ringOf(), neutral: null });
  scorer.take(event(0.5), { ring: ringOf(1), neutral: null });
  await using wanting = await opened(true);
  const other = new EventScorer(wanting);
  other.take(event(0.5), { ring: ringOf(), neutral: null });
  await Promise.all([scorer.settled(), other.settled()]);
  const all = [...scorer.scored(), ...other.scored()];
  expect(all.map(({ event: { recognition } }) => recognition)).toEqual([null, null, null]);
});

test('a recognizer that fails is told at the next occasion, not swallowed', async () => {
  await using recognizer = await opened(false);
  const failing = Object.create(recognizer, {
    card: { value: recognizer.card },
    newClip: { value: () => recognizer.newClip() },
    score: { value: () => Promise.reject(new Error('out of memory')) },
  }) as Recognizer;
  const scorer = new EventScorer(failing);
  scorer.take(event(0.5), { ring: ringOf(), neutral: null });
  await scorer.settled();
  expect(() => scorer.scored()).toThrow('out of memory');
});
