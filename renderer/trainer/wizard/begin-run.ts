/** Ways into the wizard with something chosen already. */
import { router } from '../../router.svelte.ts';
import { NewRun, type Beginning } from './new-run.svelte.ts';

/** What was chosen before and not started is forgotten. */
export function beginRun(store: ConstructorParameters<typeof NewRun>[0], beginning: Beginning): void {
  const newRun = new NewRun(store);
  newRun.forget();
  newRun.begin(beginning);
  newRun.keep();
  router.go({ view: 'trainer', place: { page: 'new', step: 'data' } });
}
