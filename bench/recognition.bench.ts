/**
 * What the recognizer makes of windows whose content is known, all of people that it was not trained on:
 *
 *   windows   drawn as the training's are (the `test` store of `onset synth --preset windows`, where it is there)
 *   even      the same with `--units even`: rare action units about as often as others
 *   own       our own maker's videos, coded, through the whole engine
 *   other     the same for a maker that shares nothing with ours (test/helpers/bump-face.ts)
 *
 * `node bench/run.ts recognition --model=F.onnx [--sets=own,other] [--count=200]`. Without a model the sets are only
 * made (half an hour for 200 windows on one core); they are kept in `.cache/recognition`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRecognizer, type Recognizer } from '../electron/engine/infer/index.ts';
import { type ClipStore, fillExample, INDEX_FILE, openClipStore } from '../models/data/clips/index.ts';
import { describeMachine } from './harness.ts';
import { type Answers, judge, type Judgement } from './recognition/judge.ts';
import { CACHE, FACES, MAKERS, testSet } from './recognition/test-sets.ts';

const RESULTS = join(import.meta.dirname, 'results', 'recognition.json');
/** Sets of windows that were drawn, by name: where, and with what. */
const DRAWN: Readonly<Record<string, { readonly out: string; readonly flags: string }>> = {
  windows: { out: CACHE, flags: '' },
  even: { out: join(CACHE, 'even'), flags: ' --units even' },
};
/** Windows scored in one call: a second or so on two cores. */
const BATCH = 8;

if (existsSync(FACES)) await bench(process.argv.slice(2));
else console.warn(`SKIPPED: there are no portraits at ${FACES}, so nothing can be judged.`);

async function bench(flags: readonly string[]): Promise<void> {
  const valueOf = (name: string): string | undefined =>
    flags.find((flag) => flag.startsWith(`--${name}=`))?.slice(name.length + 3);
  const sets = valueOf('sets')?.split(',') ?? [...Object.keys(DRAWN), ...MAKERS];
  const count = Number(valueOf('count') ?? 200);
  const model = valueOf('model');
  await using recognizer = model ? await openRecognizer(model, { provider: 'cpu' }) : null;
  const judged: Record<string, Judgement> = {};
  for (const set of sets) {
    const folder = await folderOf(set, count);
    if (!folder || !recognizer) continue;
    using store = openClipStore(folder);
    const found = judge(store, await answers(store, recognizer));
    judged[set] = found;
    console.log(`${set}: ${JSON.stringify(found, null, 1)}`);
  }
  if (!recognizer) return;
  const { network, sha256 } = recognizer.card;
  const note =
    'Made clips of people the recognizer was not trained on: kinder than life. Not validated on spontaneous micro-expressions.';
  const result = {
    bench: 'recognition',
    machine: describeMachine(),
    note,
    model: { network, sha256 },
    judged: { ...judgedBefore(sha256), ...judged },
  };
  writeFileSync(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
}

/** Sets that the same model was judged on in an earlier call. */
function judgedBefore(sha256: string): Record<string, Judgement> {
  if (!existsSync(RESULTS)) return {};
  const before = JSON.parse(readFileSync(RESULTS, 'utf8')) as {
    readonly model: { readonly sha256: string };
    readonly judged: Record<string, Judgement>;
  };
  return before.model.sha256 === sha256 ? before.judged : {};
}

async function folderOf(set: string, count: number): Promise<string | null> {
  const maker = MAKERS.find((name) => name === set);
  if (maker) return testSet(maker, count, console.log);
  const drawn = DRAWN[set];
  if (drawn === undefined) throw new Error(`there is no set ${set}`);
  const folder = join(drawn.out, 'test');
  if (existsSync(join(folder, INDEX_FILE))) return folder;
  console.warn(
    `SKIPPED: ${folder} holds no windows; "onset synth --preset windows --out ${drawn.out}${drawn.flags}" makes them.`,
  );
  return null;
}

async function answers(store: ClipStore, recognizer: Recognizer): Promise<Answers> {
  const { card } = recognizer;
  const emotions = new Float32Array(store.count * store.emotions.length);
  const aus = new Float32Array(store.count * store.aus.length);
  const bytes = store.newBytes();
  for (let from = 0; from < store.count; from += BATCH) {
    const windows = Array.from({ length: Math.min(BATCH, store.count - from) }, (_, k) => {
      store.read(from + k, bytes);
      const [clip, neutral] = [recognizer.newClip(), recognizer.newNeutral()];
      fillExample(bytes, store.index, null, clip, neutral);
      return card.usesNeutral ? { clip, neutral } : { clip };
    });
    (await recognizer.score(windows)).forEach((scores, k) => {
      // By name: a recognizer may know its classes and units in another order.
      store.emotions.forEach((name, c) => {
        const at = card.emotions.indexOf(name);
        emotions[(from + k) * store.emotions.length + c] = at < 0 ? -1 : scores.emotions[at]!;
      });
      store.aus.forEach((au, c) => {
        const at = card.aus.indexOf(au);
        aus[(from + k) * store.aus.length + c] = at < 0 ? 0 : scores.aus[at]!;
      });
    });
  }
  return { emotions, aus };
}
