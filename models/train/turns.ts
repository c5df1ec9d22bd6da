/** Programs that take turns over one state (critics five times, then the generator): what they are together. */
import type { StateTensor, StepProgram } from './program.ts';

/** In the order in which they are run, over and over. */
export interface Turns {
  readonly step: StepProgram;
  /** Programs that are run after `step` before it is its turn again. One may come several times. */
  readonly then?: readonly StepProgram[];
}

export const turnsOf = ({ step, then = [] }: Turns): readonly StepProgram[] => [step, ...then];

/** Every tensor that lives from step to step, once: as the program has it that moves it, where one does. */
export function stateOf(turns: readonly StepProgram[]): readonly StateTensor[] {
  const known = new Map<string, StateTensor>();
  for (const { state } of new Set(turns))
    for (const tensor of state) {
      const other = known.get(tensor.name);
      if (other !== undefined) refuseUnlike(other, tensor);
      if (other === undefined || (other.next === null && tensor.next !== null))
        known.set(tensor.name, tensor);
    }
  return [...known.values()];
}

function refuseUnlike(one: StateTensor, two: StateTensor): void {
  if (one.dtype === two.dtype && one.shape.join() === two.shape.join()) return;
  throw new Error(`internal: two programs of one run have different tensors "${one.name}"`);
}
