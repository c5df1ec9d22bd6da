/** What a training run tells, for a person or for a program. */
import type {
  NamedNumbers,
  TrainingEnded,
  TrainingEpoch,
  TrainingEvent,
  TrainingStarted,
  TrainingStep,
} from '../../contract/training.ts';
import { clock, fit, progressBar, type Terminal, throttle } from './report.ts';

export interface TrainReport extends Disposable {
  tell(event: TrainingEvent): void;
}

export const createTrainReport = (isJson: boolean, terminal: Terminal): TrainReport =>
  isJson ? new JsonReport(terminal) : new TextReport(terminal);

class JsonReport implements TrainReport {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  tell(event: TrainingEvent): void {
    this.#terminal.out(`${JSON.stringify(toSnakeCase(event))}\n`);
  }

  [Symbol.dispose](): void {
    // Every line is out already.
  }
}

/** As in all of Onset's JSON. Names of losses, scalars and metrics are names, and stay. */
export const toSnakeCase = (event: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(event).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

class TextReport implements TrainReport {
  readonly #terminal: Terminal;
  readonly #isDue: (key: string) => boolean;
  #epochs = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#isDue = throttle(200, terminal.now);
  }

  tell(event: TrainingEvent): void {
    switch (event.event) {
      case 'started':
        this.#epochs = event.epochs;
        this.#say(describeStart(event));
        return;
      case 'step':
        this.#draw(event);
        return;
      case 'epoch':
        this.#say(describeEpoch(event, this.#epochs));
        return;
      case 'saved':
        if (event.what === 'model') this.#say(`Model file: ${event.path}`);
        return;
      case 'paused':
        this.#say(`Paused after step ${event.step}, and saved; p goes on.`);
        return;
      case 'resumed':
        this.#say(`Going on after step ${event.step}.`);
        return;
      case 'ended':
        this.#say(describeEnd(event));
        return;
      default:
        event satisfies never;
    }
  }

  #say(line: string): void {
    this.#erase();
    this.#terminal.out(`${line}\n`);
  }

  #draw(step: TrainingStep): void {
    const { columns, err } = this.#terminal;
    if (columns !== null && this.#isDue('')) err(`\r\x1b[K${fit(formatStep(step), columns)}`);
  }

  #erase(): void {
    if (this.#terminal.columns !== null) this.#terminal.err('\r\x1b[K');
  }

  [Symbol.dispose](): void {
    this.#erase();
  }
}

/** `[######··············] 30 %  step 142 / 472  loss 0.482 (au 0.31, emotion 0.17)  9.1 clips/s  612 MB  0:08 left` */
export function formatStep({ step, steps, losses, samplesPerS, memoryBytes, leftS }: TrainingStep): string {
  const { loss, ...terms } = losses;
  const inside = Object.keys(terms).length > 1 ? ` (${listed(terms)})` : '';
  const parts = [
    progressBar(step / steps),
    `step ${step} / ${steps}`,
    `loss ${short(loss ?? NaN)}${inside}`,
    `${samplesPerS.toFixed(1)} clips/s`,
    `${Math.round(memoryBytes / 1e6)} MB`,
    ...(leftS === null ? [] : [`${clock(leftS)} left`]),
  ];
  return parts.join('  ');
}

function describeStart(event: TrainingStarted): string {
  const { network, preset, parameters, trainSamples, validationSamples, epochs, steps, batch } = event;
  const what = `${network} (${preset}, ${parameters.toLocaleString('en')} parameters)`;
  const clips = `${trainSamples} clips to learn from, ${validationSamples} to score`;
  const plan = `${epochs} epochs, ${steps} steps of ${batch}`;
  const from = event.from === null ? '' : `, begun with step ${event.from.step} of ${event.from.folder}`;
  const on = event.resumedAt === null ? '' : `, going on after step ${event.resumedAt}`;
  return `${what}: ${clips}; ${plan}${from}${on}. Run: ${event.folder}`;
}

/** The main scores; those of single action units are in run.json. */
function describeEpoch({ epoch, losses, metrics, isBest }: TrainingEpoch, epochs: number): string {
  const scores = Object.entries(metrics ?? {}).filter(([name]) => !name.includes('.'));
  const parts = [
    `loss ${short(losses['loss'] ?? NaN)}`,
    ...scores.map(([name, v]) => `${name} ${v.toFixed(3)}`),
  ];
  return `Epoch ${epoch} / ${epochs}: ${parts.join(', ')}${isBest ? ' (best so far)' : ''}`;
}

const ENDINGS: Readonly<Record<TrainingEnded['ending'], string>> = {
  completed: 'All epochs are done',
  'no-improvement': 'Stopped: the scores no longer improve',
  'finished-early': 'Finished early',
  stopped: 'Stopped and saved',
};

function describeEnd({ ending, step, wallS, best, folder }: TrainingEnded): string {
  const kept = best === null ? '' : `; best epoch ${best.epoch}`;
  const next = ending === 'stopped' ? ` Go on with --resume --out ${folder}.` : '';
  return `${ENDINGS[ending]} after step ${step} (${clock(wallS)}${kept}).${next}`;
}

const listed = (numbers: NamedNumbers): string =>
  Object.entries(numbers)
    .map(([name, value]) => `${name} ${short(value)}`)
    .join(', ');

const short = (value: number): string => value.toPrecision(3);
