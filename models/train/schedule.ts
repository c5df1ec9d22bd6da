/** How a scalar (most often the learning rate) goes over the steps of a run. */

export type Schedule =
  | { readonly kind: 'constant'; readonly value: number }
  /** Linear from 0 over the first steps, then half a cosine down to `end`. */
  | {
      readonly kind: 'cosine';
      readonly value: number;
      readonly end: number;
      readonly warmUpSteps: number;
    }
  /** Times `factor` after every `everySteps`. */
  | {
      readonly kind: 'step';
      readonly value: number;
      readonly factor: number;
      readonly everySteps: number;
    }
  /** 2 / (1 + e^(−10·step / over)) − 1: from 0 towards 1, however long the run (Ganin and Lempitsky 2015). */
  | { readonly kind: 'logistic'; readonly over: number };

/** The value for step `step` (0 is the first) of `steps`. */
export function scheduledValue(schedule: Schedule, step: number, steps: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.value;
    case 'cosine': {
      const { value, end, warmUpSteps } = schedule;
      // The first step already moves: a rate of 0 would waste it.
      if (step < warmUpSteps) return (value * (step + 1)) / warmUpSteps;
      const share = (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
      return end + ((value - end) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
    }
    case 'step':
      return schedule.value * schedule.factor ** Math.floor(step / schedule.everySteps);
    case 'logistic':
      return 2 / (1 + Math.exp((-10 * step) / schedule.over)) - 1;
    default:
      return schedule satisfies never;
  }
}
