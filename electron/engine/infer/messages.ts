import type { Provider } from '../../../contract/model.ts';

/**
 * What passes between the engine's thread and the one that runs the network. Pixels lie in shared memory and are never
 * copied by a message; logits are few.
 */
export type Request =
  | {
      readonly kind: 'open';
      readonly id: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** Tried in this order. */
      readonly candidates: readonly Provider[];
      readonly threads: number;
      readonly shape: NetworkShape;
    }
  | { readonly kind: 'score'; readonly id: number; readonly windows: readonly SharedWindow[] }
  | { readonly kind: 'probe'; readonly id: number }
  /** The last one: what still waits is given up, and the thread ends by itself. */
  | { readonly kind: 'close'; readonly id: number };

/** What the thread is begun with. */
export interface WorkerSetUp {
  /** One number; not 0 once the recognizer is closed, which a thread in the middle of its work sees at once. */
  readonly closing: Int32Array;
}

/** What the worker must know of a recognizer to fill its inputs and check its outputs. */
export interface NetworkShape {
  readonly frames: number;
  readonly sizePx: number;
  readonly auCount: number;
  readonly emotionCount: number;
  readonly usesNeutral: boolean;
}

/** One window, as views of shared memory. */
export interface SharedWindow {
  readonly clip: Float32Array;
  readonly neutral: Float32Array | null;
}

/** Where a session runs, and why nowhere better. */
export interface Placement {
  readonly provider: Provider;
  /** One line for each better provider that was passed over or failed. */
  readonly notes: readonly string[];
}

export interface Logits {
  /** [N, A] and [N, C], row by row. */
  readonly au: Float32Array;
  readonly emotion: Float32Array;
  /** [N, A]: of the nodes of action units; null for a network without them. */
  readonly nodes: Float32Array | null;
}

/** How a provider stands on this machine. */
export interface ProviderReport {
  readonly provider: Provider;
  /**
   * `ready`: ran a small network. `failed`: is there, and could not. `missing`: a library is not there. `absent`: this
   * machine has no device for it. `foreign`: not for this platform.
   */
  readonly state: 'ready' | 'failed' | 'missing' | 'absent' | 'foreign';
  /** Why, in half a sentence; empty when ready. */
  readonly reason: string;
}

export type Reply =
  | { readonly kind: 'opened'; readonly id: number; readonly placement: Placement }
  | {
      readonly kind: 'scored';
      readonly id: number;
      readonly logits: Logits;
      readonly placement: Placement;
    }
  | { readonly kind: 'probed'; readonly id: number; readonly reports: readonly ProviderReport[] }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly provider: Provider;
      readonly reason: string;
      /** A mistake of ours, as against a failure of the provider or the file. */
      readonly isInternal: boolean;
    };
