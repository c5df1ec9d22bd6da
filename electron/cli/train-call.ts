import type { TrainingCall } from '../../contract/training.ts';
import { oneOf, parseArguments, positive, usage, wholeNumber } from './arguments.ts';

export const TRAIN_HELP = `onset train NET --data DIR…   train a network on clips, into a model file

"onset models list --networks" names the networks and their presets. Clips are what
"onset synth --preset windows" writes. Progress goes to the terminal, the run into a folder that can be
gone on with.

  --data DIR        clips to learn from, or a folder with the parts train and validation; may be given several times
  --validation DIR  clips to score after every epoch (default: the part validation, else people held out of --data)
  --macro DIR       me-recognizer: clips of everyday expressions beside them, whose difference is unlearnt; a run that
                    is gone on with wants them again
  --out DIR         folder of the run (default: runs/NET)
  --resume          go on with the run in that folder, to the numbers it would have had
  --from RUN        begin with what the run in that folder has learnt, with its preset and options; data, rate and
                    epochs are this run's
  --preset NAME     the network's size and input (default: its first)
  --set NAME=VALUE  one option of the network or its losses; may be given several times
  --epochs N        rounds over the clips (default: 30)
  --batch N         clips in a step (default: 8)
  --lr X            learning rate at its highest (default: 0.001)
  --schedule NAME   constant, cosine or step (default: cosine)
  --seed N          of the first parameters, the order and every random choice (default: 1)
  --patience N      epochs without a better result after which to stop; 0: never (default: 10)
  --no-balance      clips as they come, not every class as often as another
  --threads N       processor threads (default: as many as the machine has)
  --json            one JSON line for each event on standard output

Ctrl-C ends after the step that runs, and saves it. On a terminal p pauses and goes on, f finishes: the best
parameters so far become the model file.
Exit status: 0 done, also when stopped; 1 failed; 2 the call is wrong; 3 clips or a saved run cannot be read.`;

export interface TrainCommandCall extends TrainingCall {
  readonly isJson: boolean;
}

const SCHEDULES = ['constant', 'cosine', 'step'] as const;

export function parseTrainCall(argv: readonly string[]): TrainCommandCall {
  const { values, positionals } = parseArguments('train', argv, {
    data: { type: 'string', multiple: true },
    validation: { type: 'string', multiple: true, default: [] },
    macro: { type: 'string' },
    out: { type: 'string' },
    resume: { type: 'boolean', default: false },
    from: { type: 'string' },
    preset: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    epochs: { type: 'string' },
    batch: { type: 'string' },
    lr: { type: 'string' },
    schedule: { type: 'string' },
    seed: { type: 'string' },
    patience: { type: 'string' },
    'no-balance': { type: 'boolean', default: false },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [network, ...folders] = positionals;
  if (network === undefined) throw usage('train wants the name of a network', 'train');
  // The shell makes several of "--data clips/*": the first is the flag's, the others come after the network's name.
  const data = [...(values.data ?? []), ...folders];
  if (values.data === undefined) throw usage('train wants --data with a folder of clips', 'train');
  if (values.from !== undefined && values.resume)
    throw usage('--from begins a run and --resume goes on with one; give one of them', 'train');
  const whole = (flag: 'epochs' | 'batch' | 'seed' | 'patience', least: number): number | null =>
    values[flag] === undefined ? null : wholeNumber(flag, values[flag], least, least);
  return {
    network,
    preset: values.preset ?? null,
    changes: Object.fromEntries(values.set.map((text) => parseChange(text))),
    data,
    validation: values.validation,
    ...(values.macro !== undefined && { macro: values.macro }),
    folder: values.out ?? `runs/${network}`,
    isResumed: values.resume,
    from: values.from ?? null,
    epochs: whole('epochs', 1),
    batch: whole('batch', 1),
    learningRate: values.lr === undefined ? null : positive('lr', values.lr, 'train'),
    schedule: values.schedule === undefined ? null : oneOf('schedule', values.schedule, SCHEDULES),
    seed: whole('seed', 0),
    isBalanced: values['no-balance'] ? false : null,
    patience: whole('patience', 0),
    threads: wholeNumber('threads', values.threads, 1, 0),
    isJson: values.json,
  };
}

/** `dropout=0.3`, `graphPooling=false`, `input=rgb`. */
export function parseChange(text: string, command = 'train'): [string, boolean | number | string] {
  const at = text.indexOf('=');
  if (at < 1) throw usage(`--set wants NAME=VALUE, not "${text}"`, command);
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  return [name, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
}
