/** What an export wrote. In a browser it is fetched as soon as it is there; elsewhere it lies where it was wanted. */
import { app, attempt } from '../app-state.svelte.ts';
import { carrier, chooseFolder, openFile } from '../bridge.ts';
import { toasts } from '../ui/toasts.svelte.ts';

export class ExportedFiles {
  #job: string | null = $state(null);

  /** To be called while a component is set up. */
  constructor() {
    $effect(() => {
      const job = app.jobs.find(({ id }) => id === this.#job);
      if (job?.state !== 'done') return;
      this.#job = null;
      void attempt(async () => {
        for (const { name } of job.files) await openFile(job.id, name);
      });
    });
  }

  /** Asks for a folder where that is possible, and begins; `told` is said once it has begun. */
  async begin(start: (outDir: string | null) => Promise<{ job: string }>, told: string): Promise<void> {
    const outDir = chooseFolder === null ? null : await chooseFolder();
    if (chooseFolder !== null && outDir === null) return;
    const begun = await attempt(() => start(outDir));
    if (begun === null) return;
    toasts.tell(told);
    if (carrier === 'browser') this.#job = begun.job;
  }
}
