/** Videos and sessions on their way in: by path where the shell tells it, else sent to the engine. */
import { app, attempt } from '../app-state.svelte.ts';
import { addRecent, call, pathOf, upload, type Asks } from '../bridge.ts';
import { router } from '../router.svelte.ts';
import { t } from '../strings/index.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import { whyUnfit, whyUnreadable } from './unfit.ts';

export type AnalysisSettings = Asks<'analysis.start'>['settings'];

export const settingsForNow = (): AnalysisSettings => ({
  model: 'shipped',
  faces: app.settings.faces,
  neutral: null,
});

export interface Sending {
  readonly name: string;
  readonly sent01: number;
  readonly bytes: number;
}

/** `onSending` is told how much of a file has been sent, and null when it is there. Aborting ends the sending. */
export async function openFiles(
  files: readonly File[],
  settings: AnalysisSettings,
  onSending: (sending: Sending | null) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) {
    if (signal.aborted) return;
    const path = pathOf(file);
    const problem = whyUnfit(file) ?? (path === null ? await whyUnreadable(file) : null);
    if (problem !== null) toasts.problem(problem);
    else if (path !== null) await openPath(path, settings);
    else await attempt(() => send(file, settings, onSending, signal));
  }
}

async function send(
  file: File,
  settings: AnalysisSettings,
  onSending: (sending: Sending | null) => void,
  signal: AbortSignal,
): Promise<void> {
  const { name, size: bytes } = file;
  try {
    const sent = await upload(file, (sent01) => onSending({ name, sent01, bytes }), signal);
    if (isSession(name)) await review(call('library.open', { upload: sent }));
    else await analyse({ kind: 'upload', upload: sent }, name, settings);
  } catch (error) {
    // Whoever ended it knows.
    if (error !== signal.reason) throw error;
  } finally {
    onSending(null);
  }
}

/** Paths from the system: its dialog, a double click, the command line of a second start. */
export async function openPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) await openPath(path, settingsForNow());
}

export async function openSample(): Promise<void> {
  await attempt(async () => {
    const { session, job } = await call('library.sample', {});
    if (session !== null) router.go({ view: 'review', session });
    else if (job !== null) app.follow(job);
  });
}

async function openPath(path: string, settings: AnalysisSettings): Promise<void> {
  addRecent(path);
  await attempt(async () => {
    if (isSession(path)) await review(call('library.open', { path }));
    else await analyse({ kind: 'path', path }, path.split(/[\\/]/).at(-1) ?? path, settings);
  });
}

const isSession = (name: string): boolean => name.toLowerCase().endsWith('.onset');

async function review(opening: Promise<{ readonly session: string }>): Promise<void> {
  router.go({ view: 'review', session: (await opening).session });
}

async function analyse(
  input: Asks<'analysis.start'>['input'],
  name: string,
  settings: AnalysisSettings,
): Promise<void> {
  const { job } = await call('analysis.start', { input, settings });
  app.follow(job);
  toasts.tell(t.home.started(name));
}
