/**
 * The engine process. Electron starts it as a utility process, `onset serve` as a child of Node; both speak
 * `contract/engine-process.ts` with it. It ends when its starter is gone.
 */
import type { FromEngine, ToEngine } from '../../contract/engine-process.ts';
import { OnsetError } from '../../contract/errors.ts';
import { ByteCarrier, portCarrier, type EnginePort } from './carriers.ts';
import { createApp, type App } from './index.ts';
import { ShellChildren } from './shell-children.ts';
// Before anything else can open a connection.
import './outbound.ts';

interface ParentPort {
  postMessage(message: FromEngine): void;
  on(event: 'message', listener: (event: { data: ToEngine; ports: EnginePort[] }) => void): unknown;
}

const parentPort = (process as { parentPort?: ParentPort }).parentPort ?? null;
const log = (line: string): void => {
  console.error(`onset engine: ${line}`);
};

const children = new ShellChildren(tell);
let app: App | null = null;
const pages = new Map<number, ByteCarrier>();
const listeners = new Map<number, TextListener>();

if (parentPort === null) {
  if (process.send === undefined) throw new Error('internal: the engine process is started by Onset');
  process.on('message', (message) => {
    take(message as ToEngine, []);
  });
  // The starter is gone, however it went: what is being written is brought to an end.
  process.on('disconnect', () => void stop());
  // A terminal sends Ctrl-C to every process in it; the starter says what is to be done about it.
  process.on('SIGINT', () => undefined);
} else {
  parentPort.on('message', ({ data, ports }) => {
    take(data, ports);
  });
}

function tell(message: FromEngine): void {
  if (parentPort !== null) parentPort.postMessage(message);
  else if (process.connected) process.send!(message);
}

function take(message: ToEngine, ports: readonly EnginePort[]): void {
  switch (message.kind) {
    case 'start':
      start(message);
      return;
    case 'connect':
      connect(message, ports[0] ?? null);
      return;
    case 'bytes':
      pages.get(message.connection)?.received(message.bytes);
      return;
    case 'flushed':
      pages.get(message.connection)?.flushed(message.bytes);
      listeners.get(message.connection)?.flushed(message.bytes);
      return;
    case 'disconnect':
      pages.get(message.connection)?.closed(null);
      listeners.get(message.connection)?.leave();
      pages.delete(message.connection);
      listeners.delete(message.connection);
      return;
    case 'ask':
      tell({ kind: 'answer', id: message.id, path: app?.pathFor(message.about) ?? null });
      return;
    case 'suspend':
      app?.suspend().catch((error: unknown) => {
        log(`live could not be ended before sleep: ${String(error)}`);
      });
      return;
    case 'child-started':
    case 'child-ended':
      children.hear(message, ports[0] ?? null);
      return;
    case 'stop':
      void stop();
      return;
    default:
      message satisfies never;
  }
}

function start({ dataDir, carrier }: Extract<ToEngine, { kind: 'start' }>): void {
  try {
    const onWork = (isAtWork: boolean): void => tell({ kind: 'at-work', isAtWork });
    const startProcess = parentPort === null ? null : children.start;
    app = createApp({ dataDir, carrier, log, startProcess, onWork });
  } catch (error) {
    if (!(error instanceof OnsetError)) throw error;
    tell({ kind: 'unable', line: error.line });
    return;
  }
  tell({ kind: 'ready', dataDir: app.dataDir });
}

function connect(
  { connection, as, restarted }: Extract<ToEngine, { kind: 'connect' }>,
  port: EnginePort | null,
): void {
  if (app === null) throw new Error('internal: a page before the start');
  if (as === 'stream') {
    listeners.set(connection, new TextListener(app, connection));
    return;
  }
  const page = app.connect(port === null ? bytesOf(connection) : portCarrier(port));
  if (restarted !== null) page.tell('app.restarted', { reason: restarted });
}

function bytesOf(connection: number): ByteCarrier {
  const carrier = new ByteCarrier({
    send: (bytes) => {
      tell({ kind: 'bytes', connection, bytes });
    },
    disconnect: (reason) => {
      pages.delete(connection);
      tell({ kind: 'disconnect', connection, reason });
    },
  });
  pages.set(connection, carrier);
  return carrier;
}

/** A program that listens to what is measured live. */
class TextListener {
  waitingBytes = 0;
  readonly leave: () => void;
  readonly #connection: number;

  constructor(to: App, connection: number) {
    this.#connection = connection;
    this.leave = to.listen(this);
  }

  send(text: string): void {
    const bytes = Buffer.from(text);
    this.waitingBytes += bytes.byteLength;
    tell({ kind: 'bytes', connection: this.#connection, bytes });
  }

  flushed(bytes: number): void {
    this.waitingBytes -= bytes;
  }
}

let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  // Ending must not depend on what is to be ended.
  setTimeout(() => process.exit(1), MOST_STOP_MS).unref();
  try {
    await app?.[Symbol.asyncDispose]();
  } catch (error) {
    log(`while it ended: ${(error instanceof Error && error.stack) || String(error)}`);
  }
  process.exit(0);
}

/** A live session of hours is made whole in well under this. */
const MOST_STOP_MS = 10_000;
