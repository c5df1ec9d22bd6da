import { availableParallelism } from 'node:os';
import { OnsetError } from '../../../contract/errors.ts';
import { PROVIDERS, type Provider, type RecognizerCard } from '../../../contract/model.ts';
import { sigmoid, softmax } from './emotion.ts';
import type { Placement, ProviderReport, Reply, SharedWindow } from './messages.ts';
import { readRecognizer, type RecognizerFile } from './model-file.ts';
import { SharedWindows, sharedFloats, type ScoreWindow } from './shared-windows.ts';
import { WorkerLink } from './worker-link.ts';

export interface OpenOptions {
  /** `auto` (the default): the best provider that works. A named one is used or refused, never replaced. */
  readonly provider?: Provider | 'auto';
  /** Threads of the CPU provider; all cores unless told. */
  readonly threads?: number;
}

/** Probabilities of one window: `aus` in the order of `card.aus`, `emotions` (which sum to 1) of `card.emotions`. */
export interface WindowScores {
  readonly aus: readonly number[];
  readonly emotions: readonly number[];
  /** Of the graph's nodes, in the order of `card.aus`, in (−1, 1); null for a network without them. */
  readonly nodes: readonly number[] | null;
}

/**
 * Opens a recognizer file in a thread of its own. Throws `input-not-found`, `input-unreadable`, `model-not-onnx`,
 * `model-invalid`, `model-unfit`, `model-other-recipe`, or `provider-unavailable`.
 *
 *     await using recognizer = await openRecognizer('au-gacn.onnx');
 *     const clip = recognizer.newClip();             // [3, L, S, S] in shared memory
 *     fillWindow(ring, fromUs, toUs, recognizer.card.frames, recognizer.card.sizePx, clip);
 *     const [scores] = await recognizer.score([{ clip }]);
 *     const { emotion } = nameEmotion(recognizer.card, scores.emotions);
 */
export async function openRecognizer(path: string, options: OpenOptions = {}): Promise<Recognizer> {
  const file = await readRecognizer(path);
  const link = new WorkerLink();
  try {
    return new Recognizer(file, link, await openIn(link, file, options));
  } catch (error) {
    await link.close();
    throw error;
  }
}

/**
 * How each execution provider stands on this machine, in order of preference; `auto` takes the first that is ready
 * and can run the recognizer. Tries those that may work with a small network, in a thread of its own.
 */
export async function describeProviders(): Promise<readonly ProviderReport[]> {
  const link = new WorkerLink();
  try {
    const reply = await link.ask({ kind: 'probe' });
    if (reply.kind !== 'probed') throw new Error(`internal: the worker replied ${JSON.stringify(reply)}`);
    return reply.reports;
  } finally {
    await link.close();
  }
}

/** An open recognizer. Whoever opened it closes it (`await using`, or `close`). */
export class Recognizer implements AsyncDisposable {
  readonly path: string;
  readonly card: RecognizerCard;
  readonly #link: WorkerLink;
  readonly #windows: SharedWindows;
  #placement: Placement;

  constructor({ path, card }: RecognizerFile, link: WorkerLink, placement: Placement) {
    this.path = path;
    this.card = card;
    this.#link = link;
    this.#placement = placement;
    this.#windows = new SharedWindows(clipLength(card), card.usesNeutral ? neutralLength(card) : null);
  }

  /** The provider in use; it can change when one fails while scoring, and then a note says so. */
  get provider(): Provider {
    return this.#placement.provider;
  }

  /** One line for each better provider of this platform: why it is not in use. */
  get providerNotes(): readonly string[] {
    return this.#placement.notes;
  }

  /** Memory for one window's `clip` [3,L,S,S], shared, so that scoring it copies nothing on this thread. */
  newClip(): Float32Array {
    return sharedFloats(clipLength(this.card));
  }

  /** Memory for one `neutral` [3,S,S], shared. */
  newNeutral(): Float32Array {
    return sharedFloats(neutralLength(this.card));
  }

  /**
   * Scores windows, in their order. Windows made by `newClip` must not be changed before the promise settles; others
   * are copied first. Throws `scoring-failed` when the last provider fails.
   */
  async score(windows: readonly ScoreWindow[]): Promise<readonly WindowScores[]> {
    if (windows.length === 0) return [];
    const { shared, release } = this.#windows.share(windows);
    const reply = await this.#ask(shared);
    release();
    if (reply.kind !== 'scored') throw this.#failure(reply);
    this.#placement = reply.placement;
    const { au, emotion, nodes } = reply.logits;
    const [auCount, emotionCount] = [this.card.aus.length, this.card.emotions.length];
    return windows.map((_, i) => ({
      aus: sigmoid(au.subarray(i * auCount, (i + 1) * auCount)),
      emotions: softmax(emotion.subarray(i * emotionCount, (i + 1) * emotionCount)),
      nodes: nodes && [...nodes.subarray(i * auCount, (i + 1) * auCount)],
    }));
  }

  /** Ends the thread; windows that are being scored are given up. */
  async close(): Promise<void> {
    await this.#link.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #ask(windows: readonly SharedWindow[]): Promise<Reply> {
    try {
      return await this.#link.ask({ kind: 'score', windows });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new OnsetError('scoring-failed', { model: this.path, provider: this.provider, reason }, cause);
    }
  }

  #failure(reply: Reply): Error {
    if (reply.kind !== 'failed' || reply.isInternal)
      return new Error(`internal: scoring was answered ${JSON.stringify(reply)}`);
    const { provider, reason } = reply;
    return new OnsetError('scoring-failed', { model: this.path, provider, reason });
  }
}

async function openIn(link: WorkerLink, file: RecognizerFile, options: OpenOptions): Promise<Placement> {
  const { provider = 'auto', threads = availableParallelism() } = options;
  const { card, path, bytes } = file;
  const request = {
    kind: 'open',
    bytes,
    candidates: provider === 'auto' ? PROVIDERS : [provider],
    threads,
    shape: {
      frames: card.frames,
      sizePx: card.sizePx,
      auCount: card.aus.length,
      emotionCount: card.emotions.length,
      usesNeutral: card.usesNeutral,
    },
  } as const;
  const reply = await link.ask(request, [bytes.buffer]);
  if (reply.kind === 'opened') return reply.placement;
  if (reply.kind !== 'failed' || reply.isInternal)
    throw new Error(`internal: opening was answered ${JSON.stringify(reply)}`);
  throw new OnsetError('provider-unavailable', {
    provider: reply.provider,
    model: path,
    reason: reply.reason,
  });
}

const neutralLength = ({ sizePx }: RecognizerCard): number => 3 * sizePx * sizePx;

const clipLength = (card: RecognizerCard): number => card.frames * neutralLength(card);
