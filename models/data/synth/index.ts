/**
 * Clips with known micro-expressions from still portraits. Everything here is a pure function of a picture, its mesh
 * and a seeded script; reading pictures and writing video is the caller's.
 */
import { createSensor, lightGain } from './sensor.ts';
import type { Script } from './script.ts';
import type { Still } from './scene.ts';
import { createSynthFace } from './synth-face.ts';
import { createTimeline } from './timeline.ts';
import { type Labels, labelsOf } from './labels.ts';

export {
  drawEmotion,
  drawExpression,
  type Emotion,
  EMOTIONS,
  type Expression,
  type ExpressionAction,
  type Naming,
  NAMINGS,
  SEVEN_CLASSES,
  sevenClassOf,
  THREE_CLASSES,
  threeClassOf,
} from './emotions.ts';
export { createI420Converter } from './i420.ts';
export { createScript, type Preset, PRESETS, type ScriptRequest, STUDY_SCENE } from './presets.ts';
export type { Still } from './scene.ts';
export type { Script } from './script.ts';
export { FAMILIES, type Family } from './synth-face.ts';
export type { Labels } from './labels.ts';

/** What every synthetic file carries in its container's comment. */
export const SYNTHETIC_MARK = 'onset:synthetic';

export interface SynthClip {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Presentation times in microseconds, one per frame. */
  readonly timesUs: readonly number[];
  readonly labels: Labels;
  /** Draws one frame: red, green, blue bytes interleaved. Any frame can be drawn alone; `out` is reused if given. */
  draw(frameIndex: number, out?: Uint8Array): Uint8Array;
}

/**
 * Renders a script over a portrait.
 *
 *     const script = createScript({ preset: 'study', seed: 1, fps: 100, seconds: null, family: null, scene: null });
 *     const clip = renderClip(still, script);
 *     const rgb = clip.draw(0); // widthPx × heightPx × 3 bytes
 */
export function renderClip(still: Still, script: Script, timesUs = evenTimes(script)): SynthClip {
  const { widthPx, heightPx } = script.scene;
  const face = createSynthFace(still, { ...script.scene, family: script.family });
  const timeline = createTimeline(script, face.peakIod);
  const sensor = createSensor(script.noise, script.seed, widthPx);
  const light = new Float32Array(widthPx * heightPx * 3);
  return {
    widthPx,
    heightPx,
    timesUs,
    labels: labelsOf(
      script,
      timesUs.map((t) => t / 1e6),
      timeline,
      face.peakIod,
    ),
    draw: (frameIndex, out = new Uint8Array(light.length)) => {
      const timeS = timesUs[frameIndex]! / 1e6;
      face.draw(timeline.stateAt(timeS), light);
      sensor(light, lightGain(script.light, timeS), frameIndex, out);
      return out;
    },
  };
}

function evenTimes(script: Script): number[] {
  const frames = Math.round(script.seconds * script.fps);
  return Array.from({ length: frames }, (_, frame) => Math.round((frame * 1e6) / script.fps));
}
