/** In Live: what a run beside it does to the frame rate. */
import type { Run } from '../../../../contract/channels/trainer-runs.ts';

const says: Readonly<Record<Run['pace'], (name: string) => string | null>> = {
  usual: () => null,
  yielding: (name) =>
    `“${name}” is being trained, and gives way: slower than usual, so that Live goes first.`,
  held: (name) => `“${name}” waits until this view is closed.`,
  unyielding: (name) => `“${name}” is being trained and does not give way: frames may be dropped here.`,
};

export const besideLive = { ...says, change: 'Trainer' };
