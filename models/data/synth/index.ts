/**
 * Clips with known micro-expressions from still portraits. Everything here is a pure function of a picture, its mesh
 * and a seeded script; reading pictures and writing video is the caller's.
 */
import { createSensor, lightGain } from './sensor.ts';
import type { Script } from './script.ts';
import type { Still } from './scene.ts';
import { createSynthFace, type SynthFace } from './synth-face.ts';
import { createTimeline } from './timeline.ts';
import { type Labels, labelsOf } from './labels.ts';

export { drawEmotion, EMOTIONS, type Naming, NAMINGS, THREE_CLASSES, threeClassOf } from './emotions.ts';
export { createI420Converter } from './i420.ts';
export { createScript, type Preset, PRESETS, STUDY_SCENE } from './presets.ts';
export type { Still } from './scene.ts';
export type { Script } from './script.ts';
export { FAMILIES, type Family } from './synth-face.ts';
export type { Labels } from './labels.ts';

export { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';

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
  return animate(createSynthFace(still, { ...script.scene, family: script.family }), script, timesUs);
}

/**
 * Renders a script over a face that is there already: making one costs as much as ten pictures of it. The scene and
 * the family are the face's, the script's own are not looked at. Clips of one face are drawn one after the other:
 * they share its buffers.
 */
function animate(face: SynthFace, script: Script, timesUs: readonly number[]): SynthClip {
  const { widthPx, heightPx } = face.scene;
  const timeline = createTimeline(script, face);
  const sensor = createSensor(script.noise, script.seed, widthPx);
  const light = new Float32Array(widthPx * heightPx * 3);
  const timesS = timesUs.map((t) => t / 1e6);
  let labels: Labels | null = null;
  return {
    widthPx,
    heightPx,
    timesUs,
    get labels() {
      return (labels ??= labelsOf({ ...script, family: face.family }, timesS, timeline, face));
    },
    draw: (frameIndex, out = new Uint8Array(light.length)) => {
      face.draw(timeline.stateAt(timesS[frameIndex]!), light);
      sensor(light, lightGain(script.light, timesS[frameIndex]!), frameIndex, out);
      return out;
    },
  };
}

function evenTimes(script: Script): number[] {
  const frames = Math.round(script.seconds * script.fps);
  return Array.from({ length: frames }, (_, frame) => Math.round((frame * 1e6) / script.fps));
}
