/**
 * Do generated clips help a recognizer? People are held out of a folder of clips; a generator that has seen none of
 * them makes clips of the others; the recognizer is taught on the others' clips alone, and beginning with what it has
 * learnt from the generated ones. The same people and seeds on both sides.
 *
 *     node bench/augmentation.ts GENERATOR CLIPS OUT stst-net 1,2,3
 *
 * The generator must not have learnt from anybody in CLIPS. Tables of `onset evaluate` lie in OUT; the last lines sum
 * up.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableScores } from '../models/evaluate/index.ts';
import { countConfusion } from '../models/train/metrics.ts';
import { type ClipStore, ClipStoreWriter, openClipStore } from '../models/data/clips/index.ts';

const [generator, clips, out, network = 'stst-net', seeds = '1', ...settings] = process.argv.slice(2);
if (generator === undefined || clips === undefined || out === undefined)
  throw new Error('GENERATOR, CLIPS and OUT are wanted');

/** Generated clips of each class: as in the paper where there is time for them. */
const PER_CLASS = Number(process.env['PER_CLASS'] ?? 150);
const PRE_TRAINING_EPOCHS = 30;
const CLASSES = ['negative', 'positive', 'surprise'];

const rows: { seed: number; without: number; with: number }[] = [];
for (const seed of seeds.split(',').map(Number)) {
  const of = (what: string): string => join(out, `${network}-${String(seed)}-${what}`);
  const alone = evaluate(of('alone'), seed);
  const held = new Set(alone.held);
  const learnt = join(out, `seed-${String(seed)}`, 'learnt');
  const made = join(out, `seed-${String(seed)}`, 'made');
  if (!existsSync(join(made, 'clips.json'))) {
    using store = openClipStore(clips);
    copy(store, learnt, ({ subject }) => !held.has(subject));
    onset('generate', generator, '--data', learnt, '--out', made);
  }
  using generated = openClipStore(made);
  const people = [...new Set(generated.clips.map(({ subject }) => subject))].sort();
  // Some people's generated clips choose the epoch.
  const choosing = new Set(people.filter((_, k) => k % 6 === 0));
  const parts = of('parts');
  copy(generated, join(parts, 'train'), ({ subject }) => !choosing.has(subject));
  copy(generated, join(parts, 'validation'), ({ subject }) => choosing.has(subject));
  const run = of('pre-trained');
  onset('train', network, '--data', parts, '--out', run, '--epochs', String(PRE_TRAINING_EPOCHS));
  rows.push({ seed, without: alone.uf1, with: evaluate(of('fine-tuned'), seed, '--from', run).uf1 });
  console.log(JSON.stringify(rows.at(-1)));
}
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const [without, withMade] = [mean(rows.map((row) => row.without)), mean(rows.map((row) => row.with))];
console.log(`${network}: UF1 ${without.toFixed(3)} alone, ${withMade.toFixed(3)} with generated clips`);

/** UF1, and the people who were held out. */
function evaluate(
  folder: string,
  seed: number,
  ...more: readonly string[]
): { readonly uf1: number; readonly held: readonly string[] } {
  const protocol = ['--protocol', 'holdout', '--hold-out', '0.25', '--seed', String(seed)];
  onset('evaluate', network, '--data', `windows=${clips!}`, ...protocol, '--out', folder, ...more);
  const [head = '', ...lines] = readFileSync(join(folder, 'samples.csv'), 'utf8').trim().split('\n');
  const place = (name: string): number => head.split(',').indexOf(name);
  const values = (name: string): string[] => lines.map((line) => line.split(',')[place(name)]!);
  const indices = (name: string): number[] => values(name).map((value) => CLASSES.indexOf(value));
  const { uf1 } = tableScores(countConfusion(indices('known'), indices('said'), CLASSES));
  return { uf1: uf1!, held: [...new Set(values('subject'))] };
}

/** The clips of some people that show one of the classes, as a folder of their own. */
function copy(
  store: ClipStore,
  folder: string,
  isWanted: (clip: ClipStore['clips'][number]) => boolean,
): void {
  if (existsSync(join(folder, 'clips.json'))) return;
  const { clips: all, ...shape } = store.index;
  using writer = new ClipStoreWriter(folder);
  const bytes = store.newBytes();
  for (const [index, entry] of all.entries()) {
    const emotion = CLASSES.indexOf(store.emotions[entry.emotion]!);
    if (emotion < 0 || !isWanted(entry)) continue;
    store.read(index, bytes);
    writer.add(bytes, { ...entry, emotion });
  }
  writer.finish({ ...shape, emotions: CLASSES });
}

/** One thread each, so that other work goes on beside it. */
function onset(verb: 'evaluate' | 'generate' | 'train', ...args: readonly string[]): void {
  const own = {
    evaluate: [...settings.flatMap((one) => ['--set', one])],
    generate: ['--clips', String(PER_CLASS), '--sheet'],
    train: ['--threads', '1', ...settings.flatMap((one) => ['--set', one])],
  }[verb];
  const main = new URL('../electron/cli/main.ts', import.meta.url).pathname;
  execFileSync(process.execPath, [main, verb, ...args, ...own], { stdio: ['ignore', 2, 2] });
}
