/** What a recognizer file says of the clips of a store. */
import { type ClipStore, fillExample } from '../../models/data/clips/index.ts';
import type { Recognizer } from '../engine/infer/index.ts';

/** One row a clip, in the order of the indices; columns in the store's order, whatever the recognizer's is. */
export interface Answers {
  /** [clips, emotions]: probabilities; −1 for a class that the recognizer does not know. */
  readonly emotions: Float32Array;
  /** [clips, action units]: probabilities; 0 for a unit that the recognizer does not know. */
  readonly aus: Float32Array;
}

/** Windows scored in one call: a second or so on two cores. */
const BATCH = 8;

/**
 * `indices`: of the store's clips; all unless told. Throws `clips-damaged` and `scoring-failed`.
 *
 *     const { emotions } = await answersOf(recognizer, store);
 */
export async function answersOf(
  recognizer: Recognizer,
  store: ClipStore,
  indices: readonly number[] = [...store.clips.keys()],
): Promise<Answers> {
  const { card } = recognizer;
  const emotions = new Float32Array(indices.length * store.emotions.length);
  const aus = new Float32Array(indices.length * store.aus.length);
  const bytes = store.newBytes();
  for (let from = 0; from < indices.length; from += BATCH) {
    const windows = indices.slice(from, from + BATCH).map((index) => {
      store.read(index, bytes);
      const [clip, neutral] = [recognizer.newClip(), recognizer.newNeutral()];
      fillExample(bytes, store.index, null, clip, neutral);
      return card.usesNeutral ? { clip, neutral } : { clip };
    });
    (await recognizer.score(windows)).forEach((scores, k) => {
      const row = from + k;
      store.emotions.forEach((name, column) => {
        emotions[row * store.emotions.length + column] = scores.emotions[card.emotions.indexOf(name)] ?? -1;
      });
      store.aus.forEach((au, column) => {
        aus[row * store.aus.length + column] = scores.aus[card.aus.indexOf(au)] ?? 0;
      });
    });
  }
  return { emotions, aus };
}
