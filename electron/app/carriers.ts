/** The two carriers as the engine has them. */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import type { Carrier } from '../../contract/carrier.ts';
import { WIRE_ARRAYS } from '../../contract/wire-arrays.ts';
import { refuseDeep } from './message-depth.ts';

/** A carrier that also knows how much it could not yet get rid of. */
export interface DoorCarrier extends Carrier {
  readonly waitingBytes: number;
  /** Ends the connection because of what came over it. */
  refuse(reason: string): void;
}

/** Electron's end of a message channel in the engine process, as far as it is used here. */
export interface EnginePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** What is sent is copied into the page's process at once, so nothing waits here. */
export function portCarrier(port: EnginePort): DoorCarrier {
  const listeners: ((reason: string | null) => void)[] = [];
  // The port tells only when the other end has closed it.
  const closed = (reason: string | null): void => {
    for (const listener of listeners.splice(0)) listener(reason);
  };
  port.on('close', () => {
    closed(null);
  });
  return {
    waitingBytes: 0,
    send: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        listener(data);
      });
      port.start();
    },
    onClose: (listener) => {
      listeners.push(listener);
    },
    close: () => {
      closed(null);
      port.close();
    },
    refuse: (reason) => {
      closed(reason);
      port.close();
    },
  };
}

/** What relays the bytes of a WebSocket. */
export interface ByteLink {
  send(bytes: Uint8Array): void;
  disconnect(reason: string): void;
}

/** A page behind a WebSocket: MessagePack in, MessagePack out. */
export class ByteCarrier implements DoorCarrier {
  waitingBytes = 0;
  readonly #link: ByteLink;
  #listener: ((message: unknown) => void) | null = null;
  readonly #onClose: ((reason: string | null) => void)[] = [];
  #isOpen = true;

  constructor(link: ByteLink) {
    this.#link = link;
  }

  send(message: unknown): void {
    if (!this.#isOpen) return;
    const bytes = encode(message, { extensionCodec, ignoreUndefined: true });
    this.waitingBytes += bytes.byteLength;
    this.#link.send(bytes);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }

  onClose(listener: (reason: string | null) => void): void {
    this.#onClose.push(listener);
  }

  close(): void {
    this.refuse('');
  }

  refuse(reason: string): void {
    if (!this.#isOpen) return;
    this.closed(reason);
    this.#link.disconnect(reason);
  }

  /** Bytes that came from the page. What is no MessagePack ends this connection and no other. */
  received(bytes: Uint8Array): void {
    if (!this.#isOpen) return;
    let message: unknown;
    try {
      refuseDeep(bytes);
      message = decode(bytes, LIMITS);
    } catch {
      // Whatever the decoder stumbled over: it is the page that wrote it, and the page that is told.
      this.refuse('not a message');
      return;
    }
    this.#listener?.(message);
  }

  flushed(bytes: number): void {
    this.waitingBytes -= bytes;
  }

  closed(reason: string | null): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const listener of this.#onClose) listener(reason);
  }
}

const extensionCodec = new ExtensionCodec();
for (const { type, encode: write, decode: read } of WIRE_ARRAYS)
  extensionCodec.register({ type, encode: write, decode: read });

/**
 * The decoder makes an array as long as its header says before it reads the first element, so headers must not say
 * more than a request can need (10,000 events of an export).
 */
const LIMITS = { extensionCodec, maxArrayLength: 10_000, maxMapLength: 1000 };
