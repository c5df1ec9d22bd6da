/** What an evaluation tells, for a person or for a program. */
import type { EvaluationResult } from '../../contract/evaluation.ts';
import { type Summary, summarize } from '../../models/evaluate/report/index.ts';
import type { EvaluationEvent } from '../trainer/evaluation/index.ts';
import { clock, fit, progressBar, type Terminal, throttle } from './report.ts';
import { toSnakeCase } from './train-report.ts';

export interface EvaluateReport extends Disposable {
  tell(event: EvaluationEvent): void;
  /** Folds of other parts are missing, or it was told to stop. */
  unfinished(isStopped: boolean): void;
  finished(result: EvaluationResult, files: readonly string[]): void;
}

export const createEvaluateReport = (isJson: boolean, terminal: Terminal): EvaluateReport =>
  isJson ? new JsonReport(terminal) : new TextReport(terminal);

class JsonReport implements EvaluateReport {
  readonly #terminal: Terminal;
  readonly #isDue: (key: string) => boolean;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#isDue = throttle(1000, terminal.now);
  }

  tell(event: EvaluationEvent): void {
    if ((event.event === 'preparing' || event.event === 'step') && !this.#isDue(event.event)) return;
    this.#print(toSnakeCase(event));
  }

  unfinished(isStopped: boolean): void {
    this.#print({ event: 'ended', ending: isStopped ? 'stopped' : 'waiting' });
  }

  finished(result: EvaluationResult, files: readonly string[]): void {
    const { all } = summarize(result);
    const scores = SCORES.map((name) => {
      const { value, low, high } = all.intervals[name];
      return [name, { value, low, high, floor: all.floor[name] }];
    });
    const { samples } = all.scores;
    this.#print({ event: 'ended', ending: 'completed', samples, ...Object.fromEntries(scores), files });
  }

  #print(line: unknown): void {
    this.#terminal.out(`${JSON.stringify(line)}\n`);
  }

  [Symbol.dispose](): void {
    // Every line is out already.
  }
}

const SCORES = ['uf1', 'uar', 'accuracy'] as const;

class TextReport implements EvaluateReport {
  readonly #terminal: Terminal;
  readonly #isDue: (key: string) => boolean;
  /** Folds at work, with the share of their steps that is done. */
  readonly #running = new Map<string, number>();
  readonly #startedMs: number;
  #folds = { done: 0, of: 0, before: 0 };

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#isDue = throttle(200, terminal.now);
    this.#startedMs = terminal.now();
  }

  tell(event: EvaluationEvent): void {
    switch (event.event) {
      case 'preparing':
        this.#draw(`${event.what} ${progressBar(event.done / event.of)}  ${event.done} / ${event.of}`);
        return;
      case 'started':
        this.#folds = { done: event.done, of: event.folds, before: event.done };
        this.#say(describeStart(event));
        return;
      case 'step':
        this.#running.set(event.held, event.step / event.steps);
        this.#draw(this.#formatFolds());
        return;
      case 'fold':
        this.#running.delete(event.held);
        this.#folds = { ...this.#folds, done: event.done };
        this.#say(
          `Fold ${event.done} / ${event.of}, ${event.held}: ${event.right} of ${event.samples} right (${clock(event.wallS)})`,
        );
        return;
      default:
        event satisfies never;
    }
  }

  unfinished(isStopped: boolean): void {
    const { done, of } = this.#folds;
    this.#say(
      isStopped
        ? `Stopped with ${done} of ${of} folds done; the same call goes on.`
        : `${done} of ${of} folds are done. The table is made when the others are: by the last of them, or with --merge.`,
    );
  }

  finished(result: EvaluationResult, files: readonly string[]): void {
    this.#say(describeScores(summarize(result)).join('\n'));
    this.#say(`Written: ${files.join('  ')}`);
  }

  #formatFolds(): string {
    const { done, of, before } = this.#folds;
    const running = [...this.#running.values()].reduce((sum, share) => sum + share, 0);
    const gone = (this.#terminal.now() - this.#startedMs) / 1000;
    const left = ((of - done - running) * gone) / Math.max(done - before + running, 1e-3);
    const names = [...this.#running].map(([held, share]) => `${held} ${Math.floor(100 * share)} %`);
    return [
      progressBar((done + running) / of),
      `${done} / ${of} folds`,
      ...names,
      `${clock(left)} left`,
    ].join('  ');
  }

  #say(line: string): void {
    this.#erase();
    this.#terminal.out(`${line}\n`);
  }

  #draw(line: string): void {
    const { columns, err } = this.#terminal;
    if (columns !== null && this.#isDue('')) err(`\r\x1b[K${fit(line, columns)}`);
  }

  #erase(): void {
    if (this.#terminal.columns !== null) this.#terminal.err('\r\x1b[K');
  }

  [Symbol.dispose](): void {
    this.#erase();
  }
}

function describeStart(event: Extract<EvaluationEvent, { readonly event: 'started' }>): string {
  const { network, preset, protocol, samples, subjects, classes, folds, done, wanted, folder } = event;
  const before = done === 0 ? '' : `, ${done} done before`;
  return (
    `${network} (${preset}), ${protocol}: ${samples} clips of ${subjects} people, ${classes.join(', ')}; ` +
    `${folds} folds${before}, ${wanted} to run here. Evaluation: ${folder}`
  );
}

/** A line for each score: itself, how far it would lie from itself with other people, and the floor. */
function describeScores({ all, result }: Summary): string[] {
  const made = result.sets.some(({ isSynthetic }) => isSynthetic) ? ' made' : '';
  const procedure = result.procedure === 'honest' ? '' : ` (${result.procedure}: no headline)`;
  const dependent = result.isSubjectDependent ? ', subject-dependent' : '';
  const head = `${all.scores.samples}${made} clips of ${all.subjects} people${dependent}${procedure}`;
  const lines = SCORES.map((name) => {
    const { value, low, high } = all.intervals[name];
    const interval = low === null || high === null ? '' : `  95 % ${low.toFixed(3)}–${high.toFixed(3)}`;
    return `  ${LABELS[name].padEnd(9)}${shown(value)}${interval}  (always the most frequent class: ${shown(all.floor[name])})`;
  });
  const { classes, counts } = all.confusion;
  const absent = classes.filter((_, known) => counts[known]!.every((clips) => clips === 0));
  const why = `  undefined: no clip that was tested is known as ${absent.join(', ')}`;
  return [head, ...lines, ...(absent.length > 0 ? [why] : [])];
}

const LABELS = { uf1: 'UF1', uar: 'UAR', accuracy: 'accuracy' } as const;
const shown = (value: number | null): string => value?.toFixed(3) ?? 'undefined';
