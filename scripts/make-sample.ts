/**
 * Renders electron/app/sample/sample.mp4, the clip that a newcomer sees first: `node scripts/make-sample.ts` (about two
 * minutes). From the photograph that the tests use, test/fixtures/astronaut.png (NASA, public domain). The same call
 * gives the same file.
 */
import { join } from 'node:path';
import {
  createI420Converter,
  createScript,
  renderClip,
  type Script,
  SYNTHETIC_MARK,
} from '../models/data/synth/index.ts';
import { readPortrait } from '../electron/cli/synth-portrait.ts';
import { openVideoWriter } from '../electron/engine/export/index.ts';
import { chooseBundle } from '../electron/engine/landmarks/index.ts';

type ScriptEvent = Script['events'][number];

const ROOT = join(import.meta.dirname, '..');
const SEED = 1;

await render(process.argv[2] ?? join(ROOT, 'electron/app/sample/sample.mp4'));

async function render(path: string): Promise<void> {
  const still = await readPortrait(join(ROOT, 'test/fixtures/astronaut.png'), chooseBundle('auto'));
  if (!still) throw new Error('internal: no face in the astronaut’s photograph');
  const script = sampleScript();
  const clip = renderClip(still, script);
  const { widthPx, heightPx } = clip;
  const toI420 = createI420Converter(widthPx, heightPx);
  await using writer = await openVideoWriter(path, {
    widthPx,
    heightPx,
    fps: script.fps,
    crf: script.crf,
    preset: 'slow',
    threads: 1,
    metadata: {
      comment: `${SYNTHETIC_MARK} sample seed=${SEED}`,
      title: 'Synthetic clip: Onset’s sample, made from a NASA photograph of 1999 (public domain)',
    },
  });
  const rgb = new Uint8Array(3 * widthPx * heightPx);
  for (const [frame, timeUs] of clip.timesUs.entries())
    await writer.write(toI420(clip.draw(frame, rgb)), timeUs);
  await writer.close();
  console.log(JSON.stringify(clip.labels.events, null, 1));
}

/** Five micro-expressions of different kinds, two blinks and a smile of almost two seconds, with rest between them. */
function sampleScript(): Script {
  const scene = { widthPx: 640, heightPx: 480, iodPx: 104, eyesX: 0.5, eyesY: 0.4, blurPx: 0 };
  const basis = createScript({ preset: 'rest', seed: SEED, fps: 60, seconds: 12, family: 'muscle', scene });
  return {
    ...basis,
    preset: 'sample',
    events: [
      micro('surprise', 1.5, 0.3, 3.6, [both(1, 0.09), both(2, 0.1)]),
      micro('happiness', 3.6, 0.28, 3, [{ au: 12, left: 0.14, right: 0.03 }]),
      micro('disgust', 5, 0.36, 3, [both(4, 0.07), both(9, 0.06)]),
      micro('sadness', 6.5, 0.4, 3, [both(15, 0.07), both(17, 0.05)]),
      smile(8, 1.8),
      micro('fear', 10.9, 0.24, 2.6, [both(20, 0.09), both(1, 0.06)]),
    ],
    blinks: [blink(2.7), blink(7.4)],
    gaze: [],
    noise: { readSigma: 0.8, perLevel: 0.004 },
    crf: 24,
  };
}

function both(au: ScriptEvent['actions'][number]['au'], weight: number): ScriptEvent['actions'][number] {
  return { au, left: weight, right: weight };
}

function micro(
  emotion: ScriptEvent['emotion'],
  onsetS: number,
  durationS: number,
  peakPctIod: number,
  actions: ScriptEvent['actions'],
): ScriptEvent {
  // Muscles contract faster than they relax.
  const apexS = onsetS + 0.42 * durationS;
  const course = { onsetS, apexS, offsetS: onsetS + durationS, plateauS: 0 };
  return {
    kind: 'micro',
    emotion,
    actions,
    peakPctIod,
    course: { ...course, rise: 'cosine', fall: 'decay' },
  };
}

function smile(onsetS: number, durationS: number): ScriptEvent {
  const course = { onsetS, apexS: onsetS + 0.4 * durationS, offsetS: onsetS + durationS, plateauS: 0.5 };
  return {
    kind: 'macro',
    emotion: 'happiness',
    actions: [both(12, 0.14), both(6, 0.06)],
    peakPctIod: 9,
    course: { ...course, rise: 'minimum-jerk', fall: 'decay' },
  };
}

function blink(onsetS: number): Script['blinks'][number] {
  const course = { onsetS, apexS: onsetS + 0.08, offsetS: onsetS + 0.22, plateauS: 0.02 };
  return { depth: 0.95, course: { ...course, rise: 'minimum-jerk', fall: 'minimum-jerk' } };
}
