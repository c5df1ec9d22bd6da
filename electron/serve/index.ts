/**
 * The interface in a browser on this machine: gives out the built page, relays its WebSocket to the engine process
 * and keeps that process running. Knows nothing of what they say to each other.
 */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';
import { refuse } from './answers.ts';
import { EngineLink } from './engine-link.ts';
import { Guard } from './guard.ts';
import { inAddress, ownNames } from './own-names.ts';
import { answer, type Served } from './routes.ts';
import { Sockets } from './sockets.ts';

/** Where the interface is after it was built. */
const RENDERER_DIR = join(import.meta.dirname, '..', '..', 'out', 'renderer');

export interface ServeOptions {
  readonly host: string;
  /** Where it is taken, another one is used. 0: any. */
  readonly port: number;
  readonly dataDir?: string | null;
  readonly rendererDir?: string;
  /** One line for whoever watches. */
  readonly log: (line: string) => void;
}

export interface Serving extends AsyncDisposable {
  readonly port: number;
  readonly token: string;
  /** The address with the token behind `#`. */
  readonly address: string;
  readonly dataDir: string;
  /** Resolves with a reason when the engine has ended for good. */
  readonly ended: Promise<string>;
  /** The engine process of now. */
  readonly enginePid: () => number | undefined;
}

/**
 * Starts the engine and the server. Throws `interface-missing`, `serve-unable`, or what keeps the engine from starting.
 *
 *     await using serving = await serve({ host: '127.0.0.1', port: 0, log: console.error });
 *     console.log(serving.address);
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { host, rendererDir = RENDERER_DIR, log } = options;
  if (!existsSync(join(rendererDir, 'index.html')))
    throw new OnsetError('interface-missing', { folder: rendererDir });
  const server = createServer();
  const port = await listen(server, options);
  const guard = new Guard(ownNames(host), () => port);
  const ended = Promise.withResolvers<string>();
  const sockets = new Sockets(guard, () => engine);
  const { engine, dataDir } = await EngineLink.start(options.dataDir ?? null, {
    restarted: (reason) => {
      sockets.reconnect(reason);
    },
    gaveUp: (reason) => {
      sockets.closeAll(INTERNAL_ERROR, 'The engine ended again and again.');
      ended.resolve(reason);
    },
    bytes: (connection, bytes) => {
      sockets.deliver(connection, bytes);
    },
    disconnect: (connection, reason) => {
      sockets.disconnect(connection, reason);
    },
    log,
  }).catch((error: unknown) => {
    server.close();
    throw error;
  });
  answerWith(server, sockets, { guard, engine, rendererDir, dataDir }, log);
  return {
    port,
    token: guard.token,
    address: `http://${inAddress(host)}:${port}/#token=${guard.token}`,
    dataDir,
    ended: ended.promise,
    enginePid: () => engine.pid,
    async [Symbol.asyncDispose]() {
      sockets.closeAll(GOING_AWAY, 'Onset was ended.');
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      sockets.terminate();
      await Promise.all([closed, engine[Symbol.asyncDispose]()]);
    },
  };
}

// RFC 6455, section 7.4.1.
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

function answerWith(server: Server, sockets: Sockets, served: Served, log: ServeOptions['log']): void {
  server.on('request', (request, response) => {
    answer(request, response, served).catch((error: unknown) => {
      log(`an error in Onset itself: ${(error instanceof Error && error.stack) || String(error)}`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, new OnsetError('internal', { what: 'this' }));
    });
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.upgrade(request, socket, head);
  });
  // What is no HTTP at all: Node's default answer names the parser's error.
  server.on('clientError', (_, socket) => {
    socket.destroy();
  });
  // Headers come at once; an upload of hours of video takes its time.
  server.headersTimeout = 10_000;
  server.requestTimeout = 0;
}

/** The port asked for, or where another program has it, one that is free. */
async function listen(server: Server, { host, port, log }: ServeOptions): Promise<number> {
  try {
    return await tryListen(server, host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = REASONS[code ?? ''] ?? message;
    if (code !== 'EADDRINUSE') throw new OnsetError('serve-unable', { host, port, reason }, error);
    const free = await tryListen(server, host, 0);
    log(`Port ${port} is taken by another program; ${free} is used instead.`);
    return free;
  }
}

function tryListen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'ports below 1024 belong to the system',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no machine has such a name',
  EAI_AGAIN: 'the name could not be looked up',
};
