import type { AnalyzeEvent, Finished, Progress } from './analyze-events.ts';

/** Where text goes; passed in, so that tests can read it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Columns of the terminal on standard error; null where there is none. */
  readonly columns: number | null;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** This process's own. */
export const processTerminal = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  // Some terminals (under Docker, in editors) give 0 columns: they do not know.
  columns: process.stderr.isTTY ? process.stderr.columns || 80 : null,
  now: () => performance.now(),
});

export interface Reporter extends Disposable {
  tell(event: AnalyzeEvent): void;
}

/** JSON lines, or text with a progress bar where there is a terminal. Failures go to standard error in both. */
export function createReport(isJson: boolean, inputs: number, terminal: Terminal): Reporter {
  return isJson ? new JsonReport(terminal) : new TextReport(inputs, terminal);
}

class JsonReport implements Reporter {
  readonly #terminal: Terminal;
  readonly #isDue: (input: string) => boolean;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#isDue = throttle(1000, terminal.now);
  }

  tell(event: AnalyzeEvent): void {
    if (event.event === 'progress' && !this.#isDue(event.input)) return;
    this.#terminal.out(`${JSON.stringify(event)}\n`);
    if (event.event === 'failed') this.#terminal.err(`onset: ${event.message} ${event.remedy}\n`);
  }

  [Symbol.dispose](): void {
    // Every line is out already.
  }
}

class TextReport implements Reporter {
  readonly #terminal: Terminal;
  readonly #inputs: number;
  /** Inputs at work, with what was last heard of them. */
  readonly #running = new Map<string, Progress | null>();
  readonly #isDue: (input: string) => boolean;
  #done = 0;
  #finished = 0;

  constructor(inputs: number, terminal: Terminal) {
    this.#inputs = inputs;
    this.#terminal = terminal;
    this.#isDue = throttle(100, terminal.now);
  }

  tell(event: AnalyzeEvent): void {
    switch (event.event) {
      case 'started':
        this.#running.set(event.input, null);
        break;
      case 'progress':
        this.#running.set(event.input, event);
        if (!this.#isDue('')) return;
        break;
      case 'finished':
        this.#finished++;
        this.#settle(event.input);
        this.#terminal.out(describeFinished(event));
        break;
      case 'skipped':
        this.#settle(event.input);
        this.#terminal.out(
          event.reason === 'repeated'
            ? `${event.input}: given twice, analyzed once.\n`
            : `${event.input}: finished before (${event.session ?? ''}); --force analyzes it again.\n`,
        );
        break;
      case 'failed':
        this.#settle(event.input);
        this.#terminal.err(`onset: ${event.message} ${event.remedy}\n`);
        break;
      default:
        event satisfies never;
    }
    this.#draw();
  }

  #settle(input: string): void {
    if (this.#running.delete(input)) this.#done++;
    this.#erase();
  }

  #draw(): void {
    const { columns, err } = this.#terminal;
    if (columns === null) return;
    const jobs = [...this.#running].map(([input, progress]) => formatProgress(input, progress));
    if (jobs.length === 0) return;
    const count = this.#inputs > 1 ? [`${this.#done}/${this.#inputs}`] : [];
    err(`\r\x1b[K${fit([...count, ...jobs].join('  '), columns)}`);
  }

  #erase(): void {
    if (this.#terminal.columns !== null) this.#terminal.err('\r\x1b[K');
  }

  [Symbol.dispose](): void {
    this.#erase();
    if (this.#finished > 0) {
      this.#terminal.out(
        'Scores are about movements, not about what a person feels: review each candidate.\n',
      );
    }
  }
}

function describeFinished(event: Finished): string {
  const found = [
    counted(event.tracks, 'face'),
    `${counted(event.micro, 'candidate micro-expression')}, ${counted(event.macro, 'longer movement')}`,
  ];
  const pace = `${counted(event.frames, 'frame')}, ${event.realtime_factor.toFixed(1)} × real time`;
  const what = event.tracks === 0 ? 'no face' : found.join(', ');
  const lines = [`${event.input}: ${what} (${pace})`, `  ${[event.session, ...event.files].join('  ')}`];
  return [...lines, ...event.warnings.map((warning) => `  ${warning}`)].map((line) => `${line}\n`).join('');
}

const BAR = 20;

/** `clip.mp4 [######··············] 30 %  142 / 472 frames  2.1 × real time  0:08 left` */
export function formatProgress(input: string, progress: Progress | null): string {
  const name = input.split(/[/\\]/).at(-1)!;
  if (progress === null) return `${name} …`;
  const { frames, total_frames: total, realtime_factor: factor, left_s: left } = progress;
  const pace = frames > 0 ? [`${factor.toFixed(1)} × real time`] : [];
  const parts = [...pace, ...(left === null ? [] : [`${clock(left)} left`])];
  if (total === null || total <= 0) return [name, `${frames} frames`, ...parts].join('  ');
  return [`${name} ${progressBar(frames / total)}`, `${frames} / ${total} frames`, ...parts].join('  ');
}

/** `[######··············] 30 %` of a share that may run over a little. */
export function progressBar(share: number): string {
  const done = Math.min(1, share);
  const filled = Math.round(done * BAR);
  return `[${'#'.repeat(filled)}${'·'.repeat(BAR - filled)}] ${Math.floor(done * 100)} %`;
}

/** `1:02:03`, `2:03`. */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const pair = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${pair(minutes)}:${pair(whole % 60)}` : `${minutes}:${pair(whole % 60)}`;
}

/** A line longer than the terminal would wrap, and the next one could not take it back. */
export function fit(line: string, columns: number): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** Whether something told so often is due again, by key. */
export function throttle(everyMs: number, now: () => number): (key: string) => boolean {
  const last = new Map<string, number>();
  return (key) => {
    const time = now();
    if (time - (last.get(key) ?? -Infinity) < everyMs) return false;
    last.set(key, time);
    return true;
  };
}
