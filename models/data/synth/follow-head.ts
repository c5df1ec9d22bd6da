import { type FaceAxes, type Point, toPicture } from './face-axes.ts';
import { type Framing, type HeadPlace, type HeadShape, headShift } from './head.ts';

/** The similarity that takes the moved eye centres back to where they were, about the picture's `middle`. */
export function framingThatFollows(
  shape: HeadShape,
  axes: FaceAxes,
  middle: Point,
  place: HeadPlace,
): Framing {
  const shift = headShift(shape, place);
  const [from, to] = ([-0.5, 0.5] as const).map((x) => {
    const at = toPicture(axes, x, 0);
    const moved = new Float64Array(2);
    shift(at.x, at.y, moved);
    return { at, moved: { x: at.x + moved[0]!, y: at.y + moved[1]! } };
  }) as [EyeMotion, EyeMotion];
  const [was, is] = [
    { x: to.at.x - from.at.x, y: to.at.y - from.at.y },
    { x: to.moved.x - from.moved.x, y: to.moved.y - from.moved.y },
  ];
  const scale = Math.hypot(was.x, was.y) / Math.hypot(is.x, is.y);
  const rollRad = Math.atan2(was.y, was.x) - Math.atan2(is.y, is.x);
  const [c, s] = [scale * Math.cos(rollRad), scale * Math.sin(rollRad)];
  const [x, y] = [from.moved.x - middle.x, from.moved.y - middle.y];
  return {
    dxPx: from.at.x - middle.x - (c * x - s * y),
    dyPx: from.at.y - middle.y - (s * x + c * y),
    rollRad,
    scale,
  };
}

interface EyeMotion {
  readonly at: Point;
  readonly moved: Point;
}
