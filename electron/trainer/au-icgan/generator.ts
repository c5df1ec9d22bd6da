/** AU-ICGAN's generator file as something that changes faces of any size. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { OnsetError } from '../../../contract/errors.ts';
import { Resampler, Resize } from '../../../models/train/au-icgan/index.ts';
import type { GeneratorFile } from '../synthesis-quality/generator-file.ts';

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
   * A face at several moments: for each, intensities 0 to 1 in the order of `aus` ([moments, A]). What the generator
   * changes in its own size is enlarged and added, so that a larger picture keeps what the network is too small to see.
   * Levels in [0, 1], [planes, S, S] each; grey where the generator is.
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
    const { image } = await this.#session.run({
      start: new Tensor('float32', starts, [moments, planes, own, own]),
      units: new Tensor('float32', units, [moments, this.aus.length]),
    });
    const made = image!.data as Float32Array;
    const enlarge = new Resize(own, face.sizePx);
    return Array.from({ length: moments }, (_, k) => {
      const change = made.slice(k * start.length, (k + 1) * start.length);
      for (let i = 0; i < change.length; i++) change[i]! -= start[i]!;
      return added(whole, change, enlarge, planes);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

/** In [−1, 1] in, in [0, 1] out. */
function added(whole: Float32Array, change: Float32Array, enlarge: Resize, planes: number): Float32Array {
  const out = new Float32Array(whole.length);
  const [area, own] = [whole.length / planes, change.length / planes];
  for (let plane = 0; plane < planes; plane++)
    enlarge.run(
      change.subarray(plane * own, (plane + 1) * own),
      out.subarray(plane * area, (plane + 1) * area),
    );
  for (let i = 0; i < out.length; i++) out[i] = Math.min(1, Math.max(0, (whole[i]! + out[i]! + 1) / 2));
  return out;
}
