/** Aligned faces, as the engine measured them, by what was asked: a few dozen are kept while one goes back and forth. */
import { call, type Asks } from '../../bridge.ts';

export type FaceAsk = Asks<'review.face'>;

const KEPT = 60;

class FacePictures {
  readonly #kept = new Map<string, Promise<ImageBitmap>>();

  get(ask: FaceAsk): Promise<ImageBitmap> {
    const key = JSON.stringify(ask);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const loading = call('review.face', ask).then(({ jpeg }) =>
      createImageBitmap(new Blob([jpeg as BufferSource], { type: 'image/jpeg' })),
    );
    // What failed once may be there the next time.
    loading.catch(() => this.#kept.delete(key));
    this.#kept.set(key, loading);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return loading;
  }
}

export const facePictures = new FacePictures();
