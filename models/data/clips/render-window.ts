/** Draws a planned window and its neutral to bytes. */
import { ACTION_COUNT, actionIndex, type Actions, FULL_IOD } from '../synth/actions.ts';
import { meshPoint } from '../synth/face-axes.ts';
import type { EyeState } from '../synth/lids.ts';
import type { MouthState } from '../synth/mouth.ts';
import type { Random } from '../synth/random.ts';
import type { GazeShift } from '../synth/script.ts';
import { courseAt, ramp } from '../synth/time-course.ts';
import { wrinkleGain } from '../synth/wrinkles.ts';
import { addNoise, codeFrame, expose, toneTable } from './camera.ts';
import type { ClipShape } from './clip-format.ts';
import type { ClipBytes } from './clip-store.ts';
import { addShift, longestShift, newShift, randomShift, type Shift, variedShift } from './skin-fields.ts';
import type { WindowFace, WindowState } from './window-face.ts';
import type { HeadResidual, LidMovement, Movement, Swing, WindowPlan } from './window-plan.ts';

/**
 * Fills `out` with the window that `plan` describes, drawn with `face`. The same random stream gives the same bytes.
 */
export function renderWindow(
  face: WindowFace,
  plan: WindowPlan,
  shape: ClipShape,
  random: Random,
  out: ClipBytes,
): void {
  const scene = createScene(face, plan, random.fork(1));
  const film = new Film(face, plan, shape, random.fork(2));
  film.takeNeutral(scene.at(plan.neutralAtS, 'median'), out.neutral);
  const timesS = cameraTimes(plan, shape);
  const frames = timesS.map((timeS) => film.take(scene.at(timeS, 'instant'), timeS));
  blend(frames, timesS, plan.windowS, shape, out.frames);
}

/**
 * Faster cameras than this are drawn at the window's own instants: what lies between two of their frames is as good.
 */
const BLENDED_BELOW_FPS = 40;

/** When frames are taken: at a slow camera's own instants, a frame more at either end. */
function cameraTimes({ camera, windowS }: WindowPlan, { frames }: ClipShape): number[] {
  if (camera.fps >= BLENDED_BELOW_FPS)
    return Array.from({ length: frames }, (_, l) => (l * windowS) / (frames - 1));
  const count = Math.ceil(windowS * camera.fps) + 2;
  return Array.from({ length: count }, (_, k) => (k - camera.phase) / camera.fps);
}

/** As the engine resamples a window: linearly between the frames before and after. */
function blend(
  taken: readonly Uint8Array[],
  timesS: readonly number[],
  windowS: number,
  { frames }: ClipShape,
  out: Uint8Array,
): void {
  const bytes = taken[0]!.length;
  for (let l = 0; l < frames; l++) {
    const timeS = (l * windowS) / (frames - 1);
    const after = timesS.findIndex((t) => t >= timeS - 1e-9);
    const to = out.subarray(l * bytes, (l + 1) * bytes);
    const [b, a] = [taken[after < 0 ? taken.length - 1 : after]!, taken[Math.max(0, after - 1)]!];
    const share =
      after <= 0 ? 1 : Math.min(1, (timeS - timesS[after - 1]!) / (timesS[after]! - timesS[after - 1]!));
    for (let i = 0; i < bytes; i++) to[i] = a[i]! + share * (b[i]! - a[i]!) + 0.5;
  }
}

/** Exposes, spoils and codes what is drawn. */
class Film {
  readonly #face: WindowFace;
  readonly #plan: WindowPlan;
  readonly #shape: ClipShape;
  readonly #random: Random;
  readonly #table: Float32Array;
  readonly #planes: Float32Array[];
  readonly #decoded: Float32Array[];
  /** Whether the coder goes on from the neutral's picture, as where the head keeps still. */
  readonly #goesOn: boolean;
  #isFirst = true;

  constructor(face: WindowFace, plan: WindowPlan, shape: ClipShape, random: Random) {
    this.#face = face;
    this.#plan = plan;
    this.#shape = shape;
    this.#random = random;
    this.#table = toneTable(plan.camera);
    const plane = (level: number) => () => new Float32Array(shape.sizePx ** 2).fill(level);
    this.#planes = Array.from({ length: shape.planes }, plane(0));
    this.#decoded = Array.from({ length: shape.planes }, plane(128));
    this.#goesOn = random.chance(0.6);
  }

  /** A median of fifteen frames: a third of the noise is left. */
  takeNeutral(state: WindowState, out: Uint8Array): void {
    this.#expose(state, { gain: 0, across: 0, down: 0 }, 0.33);
    round(this.#planes, out);
  }

  take(state: WindowState, timeS: number): Uint8Array {
    const { light, camera, windowS } = this.#plan;
    if (this.#isFirst && !this.#goesOn) for (const plane of this.#decoded) plane.fill(128);
    this.#isFirst = false;
    const flicker = light.flicker * Math.sin(2 * Math.PI * light.flickerHz * timeS);
    const gain = light.gain + light.drift * (timeS / windowS) + flicker;
    // Two frames of a fast camera are averaged in one of the window.
    this.#expose(state, { ...light, gain }, camera.fps >= BLENDED_BELOW_FPS ? 0.82 : 1);
    const out = new Uint8Array(this.#shape.planes * this.#shape.sizePx ** 2);
    round(this.#planes, out);
    return out;
  }

  #expose(
    state: WindowState,
    light: { gain: number; across: number; down: number },
    noiseShare: number,
  ): void {
    const { sizePx } = this.#shape;
    const { camera } = this.#plan;
    this.#face.draw(state, camera.softness, this.#planes);
    this.#planes.forEach((plane, k) => {
      expose(plane, sizePx, this.#table, light.gain, light.across, light.down);
      addNoise(plane, sizePx, camera.noise * noiseShare, camera.noiseSpread, this.#random);
      if (camera.coding) codeFrame(plane, this.#decoded[k]!, sizePx, camera.coding);
    });
  }
}

function round(planes: readonly Float32Array[], out: Uint8Array): void {
  planes.forEach((plane, k) => {
    for (let i = 0, at = k * plane.length; i < plane.length; i++, at++) {
      const level = plane[i]! + 0.5;
      out[at] = level < 0 ? 0 : level > 255 ? 255 : level;
    }
  });
}

interface Scene {
  /** The face at a time. `median`: as fifteen frames of a second and a half leave it, without what is short. */
  at(timeS: number, how: 'instant' | 'median'): WindowState;
}

function createScene(face: WindowFace, plan: WindowPlan, random: Random): Scene {
  const { grid, axes } = face;
  const { iodPx } = axes;
  const movements = [plan.micro, plan.macro].flatMap((movement, k) =>
    movement ? [{ course: movement.course, ...prepare(face, movement, random.fork(k)) }] : [],
  );
  const drags = plan.blinks.map((blink) => dragOf(face, blink));
  const lips = plan.syllables.length > 0 ? lipFields(face, random.fork(3)) : null;
  const wander = [4, 5].map((stream) => randomShift(random.fork(stream), grid, plan.skin.cells));
  const jitter = random.fork(6);
  const skin = newShift(grid);
  const folds = new Float32Array(skin.dx.length);
  return {
    at: (timeS, how) => {
      const isInstant = how === 'instant';
      skin.dx.fill(0);
      skin.dy.fill(0);
      wander.forEach((shift, k) => {
        addShift(skin, shift, (swingAt(plan.skin.swings[k]!, timeS) / 100) * iodPx);
      });
      const lids = { left: { upper: 0, lower: 0 }, right: { upper: 0, lower: 0 } };
      const mouth = { jawPx: 0, lowerLipPx: 0, upperLipPx: 0 };
      const actions: Actions = new Float64Array(ACTION_COUNT);
      for (const { course, shift, strengths } of movements) {
        const share = courseAt(course, timeS);
        if (share === 0) continue;
        addShift(skin, shift, share);
        for (let a = 0; a < ACTION_COUNT; a++) actions[a] = actions[a]! + share * strengths[a]!;
      }
      addLids(actions, lids);
      addLips(actions, mouth, iodPx);
      const closure = { left: 0, right: 0 };
      if (isInstant) {
        plan.blinks.forEach((blink, k) => {
          const closed = blink.depth * courseAt(blink.course, timeS);
          closure.left = Math.max(closure.left, blink.left * closed);
          closure.right = Math.max(closure.right, blink.right * closed);
          addShift(skin, drags[k]!, closed);
        });
        for (const syllable of plan.syllables) {
          const share = courseAt(syllable.course, timeS);
          mouth.jawPx += share * syllable.jaw * iodPx;
          mouth.upperLipPx += share * syllable.upperLip * iodPx;
          if (lips)
            addShift(skin, syllable.spread > 0 ? lips.spread : lips.purse, share * Math.abs(syllable.spread));
        }
      }
      const gaze = gazeAt(plan.gaze, timeS);
      const eye = (side: 'left' | 'right'): EyeState => ({
        // A lid that follows a downward look is a lid a little more closed (0.16 IOD is a usual opening).
        closure: Math.min(1, closure[side] + Math.max(0, (0.5 * gaze.y) / 0.16)),
        upperRaisePx: (lids[side].upper + Math.max(0, -0.5 * gaze.y)) * iodPx,
        lowerRaisePx: lids[side].lower * iodPx,
        gazeAlongPx: gaze.x * iodPx,
        gazeAcrossPx: gaze.y * iodPx,
      });
      const mouthMoves = mouth.jawPx !== 0 || mouth.lowerLipPx !== 0 || mouth.upperLipPx !== 0;
      const isFolded =
        plan.folds > 0 &&
        wrinkleGain(
          face.wrinkles,
          actions.map((strength) => strength * plan.folds),
          folds,
        );
      return {
        skin,
        folds: isFolded ? folds : null,
        eyes: { left: eye('left'), right: eye('right') },
        mouth: mouthMoves ? mouth : null,
        ...withoutTaken(
          headAt(plan.head, timeS, iodPx, isInstant ? jitter : null),
          skin,
          face,
          plan.head.taken,
        ),
      };
    },
  };
}

/**
 * A movement at its peak: the skin's shift in pixels, and strengths in IOD that make its largest displacement the
 * planned one.
 */
function prepare(
  face: WindowFace,
  { expression, peakPctIod }: Movement,
  random: Random,
): { shift: Shift; strengths: Actions } {
  const strengths: Actions = new Float64Array(ACTION_COUNT);
  for (const { au, left, right } of expression.actions) {
    // Coders' intensities are rough, and people differ in which muscle is strong.
    const own = FULL_IOD[au] * random.range(0.7, 1.4);
    strengths[actionIndex(au, 'left')] = left * own;
    strengths[actionIndex(au, 'right')] = right * own;
  }
  const { iodPx } = face.axes;
  const shift = variedShift(random, face.fields, face.axes, face.grid, strengths);
  const lids = { left: { upper: 0, lower: 0 }, right: { upper: 0, lower: 0 } };
  const mouth = { jawPx: 0, lowerLipPx: 0, upperLipPx: 0 };
  addLids(strengths, lids);
  addLips(strengths, mouth, iodPx);
  const peakPx = Math.max(
    longestShift(shift),
    mouth.jawPx + mouth.lowerLipPx,
    ...[lids.left, lids.right].flatMap(({ upper, lower }) => [
      Math.abs(upper) * iodPx,
      Math.abs(lower) * iodPx,
    ]),
  );
  const factor = ((peakPctIod / 100) * iodPx) / Math.max(peakPx, 1e-9);
  const scaled = newShift(face.grid);
  addShift(scaled, shift, factor);
  return { shift: scaled, strengths: strengths.map((strength) => strength * factor) };
}

interface Lids {
  readonly left: { upper: number; lower: number };
  readonly right: { upper: number; lower: number };
}

/** What actions 5, 6 and 7 do to the lids, in IOD, as in synth-face.ts. */
function addLids(actions: Actions, lids: Lids): void {
  for (const side of ['left', 'right'] as const) {
    const at = (au: 5 | 6 | 7): number => actions[actionIndex(au, side)]!;
    lids[side].upper += at(5) - 0.25 * at(7);
    lids[side].lower += at(7) + 0.33 * at(6);
  }
}

/** What actions 25 and 26 do to the mouth: parting lips is three parts lower lip and one part upper. */
function addLips(
  actions: Actions,
  mouth: { -readonly [key in keyof MouthState]: number },
  iodPx: number,
): void {
  const mean = (au: 25 | 26): number =>
    ((actions[actionIndex(au, 'left')]! + actions[actionIndex(au, 'right')]!) / 2) * iodPx;
  mouth.jawPx += mean(26);
  mouth.lowerLipPx += mean(25);
  mouth.upperLipPx += mean(25) / 3;
}

/** Lips drawn wide and drawn together, for one IOD of strength. */
function lipFields(face: WindowFace, random: Random): { spread: Shift; purse: Shift } {
  const field = (au: 20 | 23): Shift => {
    const strengths: Actions = new Float64Array(ACTION_COUNT);
    strengths[actionIndex(au, 'left')] = random.range(0.7, 1);
    strengths[actionIndex(au, 'right')] = random.range(0.7, 1);
    const shift = variedShift(random, face.fields, face.axes, face.grid, strengths);
    const unit = newShift(face.grid);
    addShift(unit, shift, face.axes.iodPx / Math.max(longestShift(shift), 1e-9));
    return unit;
  };
  return { spread: field(20), purse: field(23) };
}

/** Upper lid's middle and the lid's opening below it, cheek: the person's right, left. */
const LID_POINTS = [
  { side: 'right', upper: 159, lower: 145, cheek: 118 },
  { side: 'left', upper: 386, lower: 374, cheek: 347 },
] as const;

/** Skin that a closing lid takes along: down above it, fading towards the brow; the cheek a third as much, up. */
function dragOf({ portrait, grid, axes }: WindowFace, blink: LidMovement): Shift {
  const shift = newShift(grid);
  const { iodPx } = axes;
  for (const { side, upper, lower, cheek } of LID_POINTS) {
    const lid = meshPoint(portrait.mesh, upper);
    const below = meshPoint(portrait.mesh, cheek);
    const mostPx = blink[side] * blink.drag * Math.max(0, meshPoint(portrait.mesh, lower).y - lid.y);
    for (let j = 0, node = 0; j < grid.rows; j++) {
      const up = (lid.y - j * grid.stepPx) / iodPx;
      const down = (j * grid.stepPx - below.y) / (0.12 * iodPx);
      for (let i = 0; i < grid.columns; i++, node++) {
        const aside = (i * grid.stepPx - lid.x) / (0.24 * iodPx);
        const width = Math.exp(-aside * aside);
        const brow = up > 0 ? Math.exp(-((up / blink.reachIod) ** 2) / 2) : Math.exp(-((up / 0.03) ** 2) / 2);
        shift.dy[node] = shift.dy[node]! + mostPx * width * (brow - 0.33 * Math.exp(-(down * down) / 2));
      }
    }
  }
  return shift;
}

function gazeAt(looks: readonly GazeShift[], timeS: number): { x: number; y: number } {
  let place = { x: 0, y: 0 };
  for (const look of looks) {
    const share = ramp('minimum-jerk', (timeS - look.startS) / look.durationS);
    place = { x: place.x + share * (look.x - place.x), y: place.y + share * (look.y - place.y) };
  }
  return place;
}

function headAt(
  head: HeadResidual,
  timeS: number,
  iodPx: number,
  jitter: Random | null,
): Pick<WindowState, 'yawRad' | 'pitchRad' | 'dxPx' | 'dyPx' | 'rollRad' | 'scale'> {
  const { step } = head;
  const stepped = step
    ? ramp('minimum-jerk', (timeS - step.startS) / step.lastsS) -
      ramp('minimum-jerk', (timeS - step.backAtS) / step.lastsS)
    : 0;
  const jolt = (): number => (jitter ? head.jitterPctIod * jitter.normal() : 0);
  return {
    yawRad: swingAt(head.yaw, timeS) + stepped * (step?.yawRad ?? 0),
    pitchRad: swingAt(head.pitch, timeS) + stepped * (step?.pitchRad ?? 0),
    dxPx: ((swingAt(head.x, timeS) + jolt()) / 100) * iodPx,
    dyPx: ((swingAt(head.y, timeS) + jolt()) / 100) * iodPx,
    rollRad: swingAt(head.roll, timeS),
    scale: 1 + swingAt(head.zoom, timeS),
  };
}

/** The crop follows what of the skin's movement alignment takes for the head's. */
function withoutTaken<Place extends Pick<WindowState, 'dxPx' | 'dyPx'>>(
  place: Place,
  skin: Shift,
  { anchors }: WindowFace,
  taken: number,
): Place {
  const mean = (values: Float32Array): number =>
    anchors.reduce((sum, node) => sum + values[node]!, 0) / anchors.length;
  return { ...place, dxPx: place.dxPx - taken * mean(skin.dx), dyPx: place.dyPx - taken * mean(skin.dy) };
}

const swingAt = ({ amount, hz, phase }: Swing, timeS: number): number =>
  amount * Math.sin(2 * Math.PI * hz * timeS + phase);
