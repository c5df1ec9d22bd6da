/** The other side of hosted-process.ts: how a process that works for the engine speaks with it. */
import { setPriority } from 'node:os';

/** What may come before anything else: how the process is to behave. */
export interface Manners {
  readonly kind: 'manners';
  /** As `os.setPriority` has it. */
  readonly priority: number;
}

/** What Electron gives a utility process, as far as it is used here. */
interface Port {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: Port[] }) => void,
  ): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export interface ParentLink {
  /** Dropped where nobody listens any more. */
  send(message: unknown): void;
  /** Lets go, so that the process can end. */
  close(): void;
}

/** `onGone` is called where whoever started this process is gone, at once if it was gone before. */
export function linkToParent(onMessage: (message: unknown) => void, onGone: () => void): ParentLink {
  // Electron's types describe its main process; here it may be plain Node.
  const { parentPort } = process as unknown as { readonly parentPort?: Port };
  const hear = (message: unknown): void => {
    // Threads inherit it where it is theirs (Linux), so it is set before any is started.
    if (isManners(message)) setPriority(message.priority);
    else onMessage(message);
  };
  return parentPort === undefined ? forkedLink(hear, onGone) : portLink(parentPort, hear, onGone);
}

const isManners = (message: unknown): message is Manners =>
  (message as Partial<Manners> | null)?.kind === 'manners';

function forkedLink(onMessage: (message: unknown) => void, onGone: () => void): ParentLink {
  process.on('message', onMessage);
  process.on('disconnect', onGone);
  // It may have gone while this module was being loaded, before anyone listened.
  if (!process.connected) onGone();
  return {
    // Without the function, a message to someone who is gone would be an error that ends this process before it saves.
    send: (message) => {
      if (process.connected) process.send!(message, () => undefined);
    },
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}

/** The shell's first message brings the port that leads to the engine; that port closes when the engine ends. */
function portLink(shell: Port, onMessage: (message: unknown) => void, onGone: () => void): ParentLink {
  let engine: Port | null = null;
  shell.on('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    engine = port;
    port.on('message', ({ data }) => onMessage(data));
    port.on('close', onGone);
    port.start();
  });
  return {
    send: (message) => engine?.postMessage(message),
    close: () => {
      engine?.close();
      // Electron keeps a utility process as long as its shell listens.
      setImmediate(() => process.exit(0));
    },
  };
}
