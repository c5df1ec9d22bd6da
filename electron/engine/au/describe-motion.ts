import type { AuNumber } from '../../../contract/au.ts';
import { AuSolver } from './solver.ts';

/** An AU's share in a motion: person's left and right apart (equal for a unit without sides), on the 0–5 scale. */
export interface MotionAu {
  readonly au: AuNumber;
  readonly left: number;
  readonly right: number;
}

const solver = new AuSolver();

/** Which action units explain a motion of the regions (`u, v` in IOD against rest), strongest first. */
export function describeMotion(motion: ArrayLike<number>): MotionAu[] {
  const shares = solver.solve(motion);
  const found = new Map<AuNumber, { left: number; right: number }>();
  solver.columns.forEach(({ au, side }, i) => {
    const entry = found.get(au) ?? { left: 0, right: 0 };
    const intensity = Math.min(5, 5 * shares[i]!);
    if (side !== 'right') entry.left = intensity;
    if (side !== 'left') entry.right = intensity;
    found.set(au, entry);
  });
  return [...found]
    .map(([au, sides]) => ({ au, ...sides }))
    .filter(({ left, right }) => left + right > 0)
    .sort((x, y) => y.left + y.right - (x.left + x.right));
}
