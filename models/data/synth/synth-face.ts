/**
 * A still portrait that can move: skin by action units, lids, gaze, jaw and lips, and the whole head. Give it a state,
 * get a picture. It keeps nothing between pictures, so any frame can be drawn alone.
 */
import { ACTION_COUNT, actionIndex, type Actions } from './actions.ts';
import type { Family } from './action-fields.ts';
import type { FaceAxes, Point } from './face-axes.ts';
import { type FaceParts, facePartsOf, type NodeBox } from './face-parts.ts';
import { framingThatFollows } from './follow-head.ts';
import { addScaled, carry } from './grid.ts';
import { type Framing, type HeadPlace, invert, NO_FRAMING, seenFrom } from './head.ts';
import type { EyeState } from './lids.ts';
import { jawSource, type MouthState } from './mouth.ts';
import { paint } from './paint.ts';
import type { Scene, SceneOptions, Still } from './scene.ts';
import { undoShift } from './undo-shift.ts';
import { wrinkleGain } from './wrinkles.ts';

export { FAMILIES, type Family } from './action-fields.ts';

/** All lengths in IOD unless said; the person's own left and right. */
export interface FaceState {
  /** Strengths as largest displacement in IOD. */
  readonly actions: Actions;
  /** 0 open as in the picture, 1 shut. */
  readonly lidClosure: { readonly left: number; readonly right: number };
  /** Shift of both irises: x to the picture's right, y down. */
  readonly gaze: { readonly x: number; readonly y: number };
  readonly jaw: number;
  readonly upperLip: number;
  readonly head: HeadPlace;
  /** How the picture as a whole sits in its frame; absent: as the scene says. */
  readonly framing?: Framing | undefined;
}

export interface SynthFace {
  readonly scene: Scene;
  readonly axes: FaceAxes;
  readonly family: Family;
  /** Largest displacement over the face in IOD for these strengths. */
  readonly peakIod: (actions: Actions) => number;
  /** Draws a state: red, green, blue interleaved, 0–255 before light and sensor. */
  readonly draw: (state: FaceState, out: Float32Array) => void;
  /** The framing that keeps the eyes where they are in the scene while the head is in this place. */
  readonly framingThatFollows: (head: HeadPlace) => Framing;
}

export function createSynthFace(
  still: Still,
  options: SceneOptions & { readonly family: Family },
): SynthFace {
  const parts = facePartsOf(still, options);
  return {
    scene: parts.scene,
    axes: parts.axes,
    family: options.family,
    peakIod: (actions) => peakIod(parts, actions),
    draw: (state, out) => {
      drawFace(parts, state, out);
    },
    framingThatFollows: (head) => framingThatFollows(parts.head, parts.axes, middleOf(parts.scene), head),
  };
}

const middleOf = (scene: Scene): Point => ({ x: (scene.widthPx - 1) / 2, y: (scene.heightPx - 1) / 2 });

function skinShift(parts: FaceParts, actions: Actions, dx: Float32Array, dy: Float32Array): boolean {
  dx.fill(0);
  dy.fill(0);
  let moves = false;
  for (let a = 0; a < ACTION_COUNT; a++) {
    const strength = actions[a]!;
    if (strength === 0) continue;
    const field = parts.fieldOf(a);
    if (!field) continue;
    addScaled(dx, dy, parts.grid.columns, field, strength);
    moves = true;
  }
  return moves;
}

function peakIod(parts: FaceParts, actions: Actions): number {
  const [dx, dy] = [parts.buffers[2]!, parts.buffers[3]!];
  skinShift(parts, actions, dx, dy);
  let most = 0;
  for (let node = 0; node < dx.length; node++) most = Math.max(most, Math.hypot(dx[node]!, dy[node]!));
  const lids = (['left', 'right'] as const).flatMap((side) => {
    const lid = lidRaise(actions, side);
    return [Math.abs(lid.upper), Math.abs(lid.lower)];
  });
  const mouth = lipsAndJaw(actions);
  return Math.max(most / parts.axes.iodPx, mouth.jaw + mouth.lowerLip, ...lids);
}

/** What actions 5, 6 and 7 do to the lids, in IOD: a raised cheek lifts the lower lid by a third of its own way. */
function lidRaise(actions: Actions, side: 'left' | 'right'): { upper: number; lower: number } {
  const at = (au: 5 | 6 | 7): number => actions[actionIndex(au, side)]!;
  return { upper: at(5) - 0.25 * at(7), lower: at(7) + 0.33 * at(6) };
}

/** What actions 25 and 26 do to the mouth, in IOD; parting lips is three parts lower lip and one part upper. */
function lipsAndJaw(actions: Actions): { jaw: number; lowerLip: number; upperLip: number } {
  const mean = (au: 25 | 26): number =>
    (actions[actionIndex(au, 'left')]! + actions[actionIndex(au, 'right')]!) / 2;
  return { jaw: mean(26), lowerLip: mean(25), upperLip: mean(25) / 3 };
}

function drawFace(parts: FaceParts, state: FaceState, out: Float32Array): void {
  const [qx, qy, ex, ey, sx, sy, fx, fy, gain] = parts.buffers as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { axes, grid } = parts;
  const framing = state.framing ? invert(state.framing, middleOf(parts.scene)) : NO_FRAMING;
  seenFrom(parts.head, state.head, framing, qx, qy);
  const isExpressive = skinShift(parts, state.actions, ex, ey);
  if (isExpressive) undoShift(grid, ex, ey, qx, qy, sx, sy);
  else {
    sx.set(qx);
    sy.set(qy);
  }
  const parting = lipsAndJaw(state.actions);
  const mouth: MouthState = {
    jawPx: (state.jaw + parting.jaw) * axes.iodPx,
    lowerLipPx: parting.lowerLip * axes.iodPx,
    upperLipPx: (state.upperLip + parting.upperLip) * axes.iodPx,
  };
  const mouthMoves = mouth.jawPx !== 0 || mouth.lowerLipPx !== 0 || mouth.upperLipPx !== 0;
  fx.set(sx);
  fy.set(sy);
  if (mouthMoves) {
    const from = new Float64Array(2);
    for (let node = 0; node < fx.length; node++) {
      jawSource(parts.mouth, mouth, sx[node]!, sy[node]!, from);
      fx[node] = from[0]!;
      fy[node] = from[1]!;
    }
  }
  const eyes = {
    right: eyeState(parts, state, 'right', isExpressive),
    left: eyeState(parts, state, 'left', isExpressive),
  };
  const wrinkled = wrinkleGain(parts.wrinkles, state.actions, ex);
  // Folds lie in the skin: what is seen at a node is the gain at the place its skin comes from.
  if (wrinkled) carry(grid, ex, sx, sy, gain);
  paint(parts, { eyes, mouth: mouthMoves ? mouth : null, gain: wrinkled ? gain : null, framing }, out);
}

/** Whether the displacement in the buffers that `skinShift` filled is more than a thousandth of a pixel there. */
function skinMovesNear({ grid, buffers }: FaceParts, nodes: NodeBox): boolean {
  const [, , ex, ey] = buffers;
  for (let j = nodes.j0; j < nodes.j1; j++) {
    for (let node = j * grid.columns + nodes.i0, end = j * grid.columns + nodes.i1; node < end; node++) {
      if (Math.abs(ex![node]!) > 1e-3 || Math.abs(ey![node]!) > 1e-3) return true;
    }
  }
  return false;
}

/** Null while the eye looks exactly as in the picture. */
function eyeState(
  parts: FaceParts,
  state: FaceState,
  side: 'left' | 'right',
  isExpressive: boolean,
): EyeState | null {
  const closure = state.lidClosure[side];
  const lid = lidRaise(state.actions, side);
  const { iodPx, ux, uy } = parts.axes;
  const still =
    closure === 0 && lid.upper === 0 && lid.lower === 0 && state.gaze.x === 0 && state.gaze.y === 0;
  if (still && !(isExpressive && skinMovesNear(parts, parts.nearEyes[side]))) return null;
  const { axes } = parts.eyes[side];
  // Gaze is given along the face's axes; the eye's own may be tilted a few degrees against them.
  const [gx, gy] = [state.gaze.x * ux - state.gaze.y * uy, state.gaze.x * uy + state.gaze.y * ux];
  return {
    closure,
    upperRaisePx: lid.upper * iodPx,
    lowerRaisePx: lid.lower * iodPx,
    gazeAlongPx: (gx * axes.ux + gy * axes.uy) * iodPx,
    gazeAcrossPx: (-gx * axes.uy + gy * axes.ux) * iodPx,
  };
}
