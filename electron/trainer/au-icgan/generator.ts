/** AU-ICGAN's generator file as something that changes faces of any size. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { OnsetError } from '../../../contract/errors.ts';
import { Resampler, Resize } from '../../../models/train/au-icgan/index.ts';
import type { GeneratorFile } from '../synthesis-quality/generator-file.ts';
import { displace } from './displace.ts';

/** A face as a store has it. */
export interface StoredFace {
  readonly sizePx: number;
  readonly planes: 1 | 3;
  /** [planes, S, S] */
  readonly levels: Uint8Array;
}

export class AuIcganGenerator implements AsyncDisposable {
  readonly aus: readonly number[];
  readonly planes: 1 | 3;
  readonly #sizePx: number;
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession, aus: readonly number[], planes: 1 | 3, sizePx: number) {
    this.#session = session;
    this.aus = aus;
    this.planes = planes;
    this.#sizePx = sizePx;
  }

  /** Throws `generator-unfit`. */
  static async open({ path, bytes, metadata, sizePx }: GeneratorFile): Promise<AuIcganGenerator> {
    const planes = Number(metadata.get('onset.planes'));
    const aus = JSON.parse(metadata.get('onset.aus') ?? '[]') as number[];
    if ((planes !== 1 && planes !== 3) || aus.length === 0 || sizePx === 0)
      throw new OnsetError('generator-unfit', { path, reason: 'it does not say its units, planes and size' });
    // One thread: other work goes on beside it.
    const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 });
    return new AuIcganGenerator(session, aus, planes, sizePx);
  }

  /**
   * A face at several moments: for each, intensities 0 to 1 in the order of `aus` ([moments, A]). What the generator does
   * in its own size is enlarged: movements move the larger picture, changes are added to it, so that it keeps what the
   * network is too small to see. Levels in [0, 1], [planes, S, S] each; grey where the generator is.
   */
  async change(face: StoredFace, units: Float32Array, moments: number): Promise<readonly Float32Array[]> {
    const [planes, own] = [this.planes, this.#sizePx];
    const shrink = (sizePx: number, out: Float32Array): Float32Array => {
      const shape = { frames: 1, windowS: 1, sizePx: face.sizePx, planes: face.planes };
      new Resampler(shape, { frames: 1, sizePx, planes }).picture(face.levels, false, out);
      return out;
    };
    const start = shrink(own, new Float32Array(planes * own * own));
    const whole = shrink(face.sizePx, new Float32Array(planes * face.sizePx ** 2));
    const starts = new Float32Array(moments * start.length);
    for (let k = 0; k < moments; k++) starts.set(start, k * start.length);
    const made = await this.#session.run({
      start: new Tensor('float32', starts, [moments, planes, own, own]),
      units: new Tensor('float32', units, [moments, this.aus.length]),
    });
    const moment = (name: string, k: number): Float32Array => {
      const values = made[name]!.data as Float32Array;
      const length = values.length / moments;
      return values.slice(k * length, (k + 1) * length);
    };
    const enlarged = enlargedFrom(own, face.sizePx);
    const before = enlarged(start);
    return Array.from({ length: moments }, (_, k) => {
      if (made['motion'] === undefined) return changed(whole, before, enlarged(moment('image', k)));
      const [motion, added, attention] = [moment('motion', k), moment('added', k), moment('attention', k)];
      return moved(whole, {
        motion: enlarged(motion.map((pixels) => (pixels * face.sizePx) / own)),
        added: enlarged(added),
        attention: enlarged(attention),
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

type Enlarge = (planes: Float32Array) => Float32Array;

/** Every plane of some in the larger size. */
function enlargedFrom(fromPx: number, toPx: number): Enlarge {
  const resize = new Resize(fromPx, toPx);
  return (planes) => {
    const [from, to] = [fromPx ** 2, toPx ** 2];
    const count = planes.length / from;
    const out = new Float32Array(count * to);
    for (let plane = 0; plane < count; plane++)
      resize.run(
        planes.subarray(plane * from, (plane + 1) * from),
        out.subarray(plane * to, (plane + 1) * to),
      );
    return out;
  };
}

/** [−1, 1] to [0, 1]. */
const level = (value: number): number => Math.min(1, Math.max(0, (value + 1) / 2));

/** The picture and what is other in the small one that was made than in the small one that was given. */
function changed(whole: Float32Array, before: Float32Array, made: Float32Array): Float32Array {
  return whole.map((value, i) => level(value + made[i]! - before[i]!));
}

interface Change {
  /** [2, S, S], pixels of the picture to the right and down. */
  readonly motion: Float32Array;
  /** [planes, S, S] */
  readonly added: Float32Array;
  /** [1, S, S] */
  readonly attention: Float32Array;
}

/** A ⊙ I + (1 − A) ⊙ (I moved + what is added), [planes, S, S]. */
function moved(whole: Float32Array, { motion, added, attention }: Change): Float32Array {
  const area = attention.length;
  const out = new Float32Array(whole.length);
  for (let first = 0; first < whole.length; first += area)
    displace(
      whole.subarray(first, first + area),
      motion.subarray(0, area),
      motion.subarray(area),
      out.subarray(first, first + area),
    );
  for (let i = 0; i < out.length; i++) {
    const kept = attention[i % area]!;
    out[i] = level(kept * whole[i]! + (1 - kept) * (out[i]! + added[i]!));
  }
  return out;
}
