/** What every view shares: the connection, settings, sessions and jobs, kept as the engine tells them. */
import { DEFAULT_SETTINGS, type Settings } from '../contract/channels/app.ts';
import type { Problem } from '../contract/channels/fields.ts';
import type { Job, SessionSummary } from '../contract/channels/library.ts';
import { call, on, onConnection, problemOf, setShellTheme, type Connection, type Replies } from './bridge.ts';
import { router } from './router.svelte.ts';
import { t } from './strings/index.ts';
import { toasts } from './ui/toasts.svelte.ts';

/** What covers the views. */
export type Panel =
  | { readonly kind: 'settings' | 'about' | 'keys' | 'receipts' | 'first-run' }
  | { readonly kind: 'consent'; readonly session: string };

class AppState {
  connection: Connection = $state('connecting');
  connectionProblem: Problem | null = $state.raw(null);
  settings: Settings = $state.raw(DEFAULT_SETTINGS);
  /** Null until the engine has told. */
  sessions: readonly SessionSummary[] | null = $state.raw(null);
  jobs: readonly Job[] = $state.raw([]);
  about: Replies<'app.about'> | null = $state.raw(null);
  isReady = $state(false);
  panel: Panel | null = $state.raw(null);
  /** Counts engines: what a view opened in an earlier one is to be opened anew. */
  engine = $state(0);
  /** Jobs started here: their sessions open by themselves when they are done. */
  readonly #followed = new Set<string>();

  readonly runningJobs = $derived(
    this.jobs.filter(({ state }) => state === 'running' || state === 'waiting'),
  );

  start(): void {
    on('app.settingsChanged', (settings) => this.#apply(settings));
    on('library.changed', (sessions) => (this.sessions = sessions));
    on('jobs.changed', (job) => this.#takeJob(job));
    on('app.restarted', () => {
      toasts.tell(t.connection.restarted);
      void this.#load();
    });
    onConnection((connection, problem) => {
      this.connection = connection;
      this.connectionProblem = problem;
      if (connection === 'open') void this.#load();
    });
  }

  async #load(): Promise<void> {
    try {
      const [settings, sessions, jobs] = await Promise.all([
        call('app.settings', {}),
        call('library.list', {}),
        call('jobs.list', {}),
      ]);
      this.#apply(settings);
      this.sessions = sessions;
      this.jobs = jobs;
      this.engine++;
      this.isReady = true;
      this.about = await call('app.about', {});
    } catch (error) {
      this.connectionProblem = problemOf(error);
    }
  }

  async changeSettings(change: Partial<Settings>): Promise<void> {
    await attempt(async () => this.#apply(await call('app.setSettings', { ...this.settings, ...change })));
  }

  session(id: string): SessionSummary | null {
    return this.sessions?.find((session) => session.id === id) ?? null;
  }

  /** Opens what the job makes as soon as it is there. */
  follow(job: string): void {
    this.#followed.add(job);
    const known = this.jobs.find(({ id }) => id === job);
    if (known !== undefined) this.#openIfDone(known);
  }

  #takeJob(job: Job): void {
    const before = this.jobs.find(({ id }) => id === job.id);
    this.jobs =
      before === undefined ? [job, ...this.jobs] : this.jobs.map((each) => (each.id === job.id ? job : each));
    if (before?.state !== job.state) {
      if (job.state === 'done') toasts.announce(t.jobs.done(job.title));
      if (job.state === 'failed') toasts.announce(t.jobs.failed(job.title));
      if (job.state === 'failed' && job.problem !== null) toasts.problem(job.problem);
    }
    this.#openIfDone(job);
  }

  #openIfDone(job: Job): void {
    if (!this.#followed.has(job.id) || job.state === 'running' || job.state === 'waiting') return;
    this.#followed.delete(job.id);
    // Somebody who has gone elsewhere in the meantime is not pulled back.
    if (
      job.state === 'done' &&
      job.kind === 'analysis' &&
      job.session !== null &&
      router.current.view === 'home'
    ) {
      router.go({ view: 'review', session: job.session });
    }
  }

  #apply(settings: Settings): void {
    this.settings = settings;
    const root = document.documentElement;
    if (settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = settings.theme;
    root.style.setProperty('font-size', `${settings.textScale * 100}%`);
    setShellTheme(settings.theme);
    if (settings.purpose === null && this.panel === null) this.panel = { kind: 'first-run' };
  }
}

/** Runs what may be refused by the world, and tells the person if it was. */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (error) {
    toasts.problem(problemOf(error));
    return null;
  }
}

export const app = new AppState();
