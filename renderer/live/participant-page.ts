/** The page for the person filmed: a window of its own, or, where the system gives none, this one. */
import { router } from '../router.svelte.ts';

export function openParticipantPage(): void {
  const opened = window.open('#/notice', 'onset-notice', 'popup,width=900,height=640');
  if (opened === null) router.go({ view: 'notice' });
}
