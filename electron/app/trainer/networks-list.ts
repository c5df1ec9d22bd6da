import type { TrainerNetwork } from '../../../contract/channels/trainer-runs.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import { runChore } from './chores/run-chore.ts';

/** Networks that can be trained do not change while the process runs; counting their parameters takes a second. */
export function networksOnce(startProcess: StartProcess): () => Promise<TrainerNetwork[]> {
  let listed: Promise<TrainerNetwork[]> | null = null;
  return () => {
    listed ??= runChore('networks', undefined, { what: 'Listing the networks', startProcess });
    // What failed may succeed the next time.
    listed.catch(() => (listed = null));
    return listed;
  };
}
