import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Provider } from '../../../contract/model.ts';
import type { Logits, NetworkShape, Placement, Request, SharedWindow } from './messages.ts';
import { findObstacle } from './providers.ts';
import { reasonOf } from './reason.ts';

/** A provider could not open or run the network. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly provider: Provider;

  constructor(provider: Provider, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.provider = provider;
  }
}

/**
 * Windows run together up to this many bytes of input; more are run one batch after another. On the CPU batches gain
 * nothing, on a graphics device a handful fills it, and activations take several times the input's memory.
 */
const BATCH_BYTES = 64 * 2 ** 20;

/**
 * A network on the best provider that takes it. When that one fails later on (a driver reset, memory that ran out),
 * the next one takes over and a note says so.
 */
export class NetworkSession {
  readonly #open: OpenRequest;
  readonly #rest: Provider[];
  readonly #notes: string[] = [];
  readonly #staging = { clip: new Float32Array(), neutral: new Float32Array() };
  #session: InferenceSession | null = null;
  #provider: Provider = 'cpu';
  #failure: ProviderFailure | null = null;

  private constructor(request: OpenRequest) {
    this.#open = request;
    this.#rest = [...request.candidates];
  }

  static async open(request: OpenRequest): Promise<NetworkSession> {
    const session = new NetworkSession(request);
    await session.#openNext();
    return session;
  }

  /** Nothing can be scored afterwards. */
  release(): Promise<void> {
    return this.#closeSession();
  }

  get placement(): Placement {
    return { provider: this.#provider, notes: [...this.#notes] };
  }

  /** Runs the windows in batches. Throws `ProviderFailure` when no provider is left. */
  async score(windows: readonly SharedWindow[]): Promise<Logits> {
    const { shape } = this.#open;
    const au = new Float32Array(windows.length * shape.auCount);
    const emotion = new Float32Array(windows.length * shape.emotionCount);
    const nodes: (Float32Array | null)[] = [];
    const most = Math.max(1, Math.floor(BATCH_BYTES / (4 * clipLength(shape))));
    for (let from = 0; from < windows.length; from += most) {
      const part = await this.#runOrMoveOn(windows.slice(from, from + most));
      au.set(part.au, from * shape.auCount);
      emotion.set(part.emotion, from * shape.emotionCount);
      nodes.push(part.nodes);
    }
    return { au, emotion, nodes: joined(nodes) };
  }

  async #runOrMoveOn(windows: readonly SharedWindow[]): Promise<Logits> {
    for (;;) {
      try {
        return await this.#run(windows);
      } catch (error) {
        if (!(error instanceof ProviderFailure) || this.#rest.length === 0) throw error;
        this.#failure = error;
        this.#notes.push(`${error.provider} was given up: ${error.message}`);
        await this.#openNext();
      }
    }
  }

  /** Opens the next candidate that can run one window; the first run is where many failures show. */
  async #openNext(): Promise<void> {
    await this.#closeSession();
    for (let provider = this.#rest.shift(); provider !== undefined; provider = this.#rest.shift()) {
      const obstacle = findObstacle(provider);
      // What another platform or machine has is no choice that could be made here; `onset doctor` names it.
      if (obstacle !== null && obstacle.state !== 'missing' && this.#open.candidates.length > 1) continue;
      try {
        if (obstacle !== null) throw new ProviderFailure(provider, obstacle.reason);
        await this.#openOn(provider);
        return;
      } catch (error) {
        if (!(error instanceof ProviderFailure)) throw error;
        this.#failure = error;
        await this.#closeSession();
        this.#notes.push(`${provider} is not used: ${error.message}`);
      }
    }
    throw this.#lastFailure();
  }

  async #closeSession(): Promise<void> {
    await this.#session?.release();
    this.#session = null;
  }

  /** Why nothing is open. */
  #lastFailure(): Error {
    return this.#failure ?? new Error('internal: no provider to try');
  }

  async #openOn(provider: Provider): Promise<void> {
    const { bytes, threads, shape } = this.#open;
    this.#provider = provider;
    try {
      this.#session = await InferenceSession.create(bytes, {
        executionProviders: [provider],
        intraOpNumThreads: threads,
        // Threads that spin after a run cost 13 to 20 ms of processor time each time (measured, two cores) and gain
        // no wall time; decoding and landmarks need the cores.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
    } catch (error) {
      throw new ProviderFailure(provider, reasonOf(error), error);
    }
    const length = clipLength(shape);
    const neutral = shape.usesNeutral ? speckles(length / shape.frames) : null;
    await this.#run([{ clip: speckles(length), neutral }]);
  }

  async #run(windows: readonly SharedWindow[]): Promise<Logits> {
    const { shape } = this.#open;
    const { frames, sizePx } = shape;
    const count = windows.length;
    const clips = this.#gather(
      'clip',
      windows.map(({ clip }) => clip),
    );
    const feeds: Record<string, Tensor> = {
      clip: new Tensor('float32', clips, [count, 3, frames, sizePx, sizePx]),
    };
    if (shape.usesNeutral) {
      const neutrals = windows.map(({ neutral }) => neutral).filter((neutral) => neutral !== null);
      feeds['neutral'] = new Tensor('float32', this.#gather('neutral', neutrals), [count, 3, sizePx, sizePx]);
    }
    const outputs = await this.#runSession(feeds);
    return {
      au: this.#read(outputs, 'au_logits', count * shape.auCount),
      emotion: this.#read(outputs, 'emotion_logits', count * shape.emotionCount),
      nodes: NODE_SCORES in outputs ? this.#read(outputs, NODE_SCORES, count * shape.auCount) : null,
    };
  }

  async #runSession(feeds: Readonly<Record<string, Tensor>>): Promise<InferenceSession.ReturnType> {
    if (this.#session === null) throw this.#lastFailure();
    try {
      const { outputNames } = this.#session;
      return await this.#session.run(
        feeds,
        ['au_logits', 'emotion_logits', NODE_SCORES].filter((name) => outputNames.includes(name)),
      );
    } catch (error) {
      throw new ProviderFailure(this.#provider, reasonOf(error), error);
    }
  }

  #read(outputs: InferenceSession.ReturnType, name: string, count: number): Float32Array {
    const data = outputs[name]?.data;
    if (!(data instanceof Float32Array) || data.length !== count)
      throw new ProviderFailure(this.#provider, `it gave "${name}" another shape than the file declares`);
    if (!data.every(Number.isFinite))
      throw new ProviderFailure(this.#provider, `it computed "${name}" values that are no numbers`);
    return data;
  }

  /** Windows one after another in memory of this thread, kept for the next batch: the runtime takes no shared memory. */
  #gather(input: 'clip' | 'neutral', parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (this.#staging[input].length < length) this.#staging[input] = new Float32Array(length);
    const staging = this.#staging[input].subarray(0, length);
    let at = 0;
    for (const part of parts) {
      staging.set(part, at);
      at += part.length;
    }
    return staging;
  }
}

type OpenRequest = Extract<Request, { kind: 'open' }>;

const clipLength = ({ frames, sizePx }: NetworkShape): number => 3 * frames * sizePx * sizePx;

/**
 * Values in [0, 1] that differ from pixel to pixel and from frame to frame, as those of a video do: a network may
 * divide by their spread. 251 is prime, so that no picture size repeats them in step.
 */
const speckles = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => ((i * 7919) % 251) / 250);

/** An output that a recognizer may have. */
const NODE_SCORES = 'node_scores';

/** One after another; null where one is missing. */
function joined(parts: readonly (Float32Array | null)[]): Float32Array | null {
  const whole = parts.filter((part) => part !== null);
  return whole.length < parts.length ? null : Float32Array.from(whole.flatMap((part) => [...part]));
}
