import { constants } from 'node:os';

/** Of processes that train or prepare, as `os.setPriority` has it. */
export interface Priorities {
  /** Behind whatever else the person does: a tenth of a busy processor, all of an idle one. */
  readonly usual: number;
  /** While a live view is open: next to nothing of a busy processor. */
  readonly yielding: number;
}

export const PRIORITIES: Priorities = {
  usual: constants.priority.PRIORITY_BELOW_NORMAL,
  yielding: constants.priority.PRIORITY_LOW,
};
