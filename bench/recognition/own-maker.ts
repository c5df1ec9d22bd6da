/**
 * Videos of our own maker (models/data/synth) to judge a recognizer on: faces, seeds and scenes that training never
 * saw.
 */
import { writeClip } from '../../electron/cli/synth-clip.ts';
import { drawMicro } from '../../models/data/synth/drawn-parts.ts';
import {
  createScript,
  drawEmotion,
  FAMILIES,
  type Script,
  type Still,
  threeClassOf,
} from '../../models/data/synth/index.ts';
import { createRandom, type Random } from '../../models/data/synth/random.ts';
import type { Moment } from './moments.ts';

/** Writes a twelve-second video to `base`.mp4 and says what it shows when. */
export async function writeOwnVideo(
  base: string,
  still: Still,
  portrait: string,
  seed: number,
): Promise<Moment[]> {
  const script = drawScript(seed);
  await writeClip(still, script, base, portrait, new AbortController().signal);
  return momentsOf(script, createRandom(seed, 3));
}

function drawScript(seed: number): Script {
  const random = createRandom(seed, 2);
  const [widthPx, heightPx] = [384, 384];
  const scene = {
    widthPx,
    heightPx,
    iodPx: random.range(60, 105),
    eyesX: 0.5,
    eyesY: 0.42,
    blurPx: random.range(0, 0.7),
  };
  const script = createScript({
    preset: seed % 3 === 0 ? 'mixed' : 'study',
    seed,
    fps: random.pick([30, 30, 30, 60]),
    seconds: 12,
    family: FAMILIES[seed % FAMILIES.length]!,
    scene,
  });
  return {
    ...script,
    crf: 18 + random.below(9),
    noise: { readSigma: random.range(1, 3), perLevel: 0.01 },
    // The three classes as often as each other; when and how long stays as the preset drew it.
    events: script.events.map((event) => {
      if (event.kind === 'macro') return event;
      const drawn = drawMicro(random, drawEmotion(random, 'three'), event.course.onsetS, [0.15, 0.45]);
      return { ...drawn, course: event.course };
    }),
  };
}

/** Every micro-expression, and two moments of something else. */
function momentsOf(script: Script, random: Random): Moment[] {
  const micro = script.events
    .filter(({ kind }) => kind === 'micro')
    .map(({ course, emotion, actions, peakPctIod }): Moment => {
      const shown = emotion && threeClassOf(emotion);
      return {
        atS: course.apexS,
        emotion: shown ?? 'none',
        aus: actions.map(({ au }) => au).sort((a, b) => a - b),
        peakPctIod,
        moves: [],
      };
    });
  const isFree = (atS: number): boolean =>
    atS > 0.5 && atS < script.seconds - 0.5 && micro.every((moment) => Math.abs(moment.atS - atS) > 0.55);
  const other = (moves: string, atS: number): Moment[] =>
    isFree(atS) ? [{ atS, emotion: 'none', aus: [], peakPctIod: 0, moves: [moves] }] : [];
  const others = [
    ...script.blinks.flatMap(({ course }) => other('blink', course.apexS)),
    ...script.events
      .filter(({ kind }) => kind === 'macro')
      .flatMap(({ course }) =>
        other('macro', random.pick([course.onsetS + 0.3, course.apexS, course.offsetS - 0.3])),
      ),
    ...script.speech.flatMap(({ syllables }) =>
      syllables.slice(0, 2).flatMap(({ course }) => other('speech', course.apexS)),
    ),
    ...script.gaze.slice(0, 2).flatMap(({ startS }) => other('gaze', startS + 0.02)),
    ...script.turns.flatMap(({ startS, moveS }) => other('head', startS + moveS / 2)),
    ...other('still', random.range(1, script.seconds - 1)),
  ];
  const chosen = new Set<Moment>();
  while (chosen.size < Math.min(2, others.length)) chosen.add(random.pick(others));
  return [...micro, ...chosen].sort((a, b) => a.atS - b.atS);
}
