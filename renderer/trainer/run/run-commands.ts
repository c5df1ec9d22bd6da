/** What a run can be told in the state it is in, the most likely first. */
import type { Run } from '../../../contract/channels/trainer-runs.ts';

export type Control = 'pause' | 'resume' | 'finish' | 'stop' | 'go-on' | 'leave';

export function controlsOf(run: Pick<Run, 'state' | 'isResumable' | 'order'>): readonly Control[] {
  switch (run.state) {
    case 'waiting':
      return ['leave'];
    case 'starting':
      return ['stop'];
    // Folds that are not done cannot be made up: an evaluation is stopped and gone on with.
    case 'running':
      return run.order.kind === 'training' ? ['pause', 'finish', 'stop'] : ['pause', 'stop'];
    case 'paused':
      return run.order.kind === 'training' ? ['resume', 'finish', 'stop'] : ['resume', 'stop'];
    case 'stopping':
    case 'finishing':
    case 'done':
      return [];
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return run.isResumable ? ['go-on'] : [];
  }
}
