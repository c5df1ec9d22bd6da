/** WebSockets: pages at `/rpc`, other programs at `/live`. Their bytes are relayed to the engine unread. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EngineLink } from './engine-link.ts';
import type { Guard } from './guard.ts';

interface Connection {
  readonly socket: WebSocket;
  readonly as: 'page' | 'stream';
}

/** More than any request needs; files go by `/upload`. */
const MOST_MESSAGE_BYTES = 2 ** 20;

/** Windows and programs of one person. */
const MOST_CONNECTIONS = 64;

export class Sockets {
  readonly #guard: Guard;
  readonly #engine: () => EngineLink;
  readonly #connections = new Map<number, Connection>();
  #next = 1;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: false,
    // The other protocol carries the token and is not repeated.
    handleProtocols: (protocols) => (protocols.has('onset') ? 'onset' : false),
  });

  constructor(guard: Guard, engine: () => EngineLink) {
    this.#guard = guard;
    this.#engine = engine;
  }

  /** Answers a request to upgrade. Without the token there is never a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Ends with a reset as soon as anyone likes; nobody is to be told.
    socket.on('error', () => undefined);
    const as = KINDS[request.url ?? ''];
    if (this.#guard.problemWith(request) !== null) hangUp(socket, '403 Forbidden');
    else if (as === undefined) hangUp(socket, '404 Not Found');
    else if (!this.#guard.hasToken(request) && !this.#hasTokenProtocol(request))
      hangUp(socket, '401 Unauthorized');
    else if (this.#connections.size >= MOST_CONNECTIONS) hangUp(socket, '503 Service Unavailable');
    else
      this.#server.handleUpgrade(request, socket, head, (opened) => {
        this.#open(opened, as);
      });
  }

  /** The engine was started again: those who are here are its pages now. */
  reconnect(reason: string): void {
    for (const [connection, { as }] of this.#connections)
      this.#engine().send({ kind: 'connect', connection, as, restarted: reason });
  }

  /** Bytes from the engine for one of them. */
  deliver(connection: number, bytes: Uint8Array): void {
    const found = this.#connections.get(connection);
    if (found === undefined) return;
    found.socket.send(bytes, { binary: found.as === 'page' }, () => {
      this.#engine().send({ kind: 'flushed', connection, bytes: bytes.byteLength });
    });
  }

  disconnect(connection: number, reason: string): void {
    this.#connections.get(connection)?.socket.close(POLICY_VIOLATION, reason.slice(0, 100));
  }

  /** Tells everybody why there is nothing more to come. */
  closeAll(code: number, reason: string): void {
    for (const { socket } of this.#connections.values()) socket.close(code, reason.slice(0, 100));
  }

  terminate(): void {
    for (const { socket } of this.#connections.values()) socket.terminate();
  }

  #open(socket: WebSocket, as: Connection['as']): void {
    const connection = this.#next++;
    this.#connections.set(connection, { socket, as });
    this.#engine().send({ kind: 'connect', connection, as, restarted: null });
    socket.on('message', (data, isBinary) => {
      // Programs that listen have nothing to say, and pages speak in bytes.
      if (as === 'page' && isBinary && Buffer.isBuffer(data))
        this.#engine().send({ kind: 'bytes', connection, bytes: data });
      else socket.close(UNSUPPORTED, 'not a message');
    });
    // A message that is too long or no WebSocket message at all: `ws` closes this connection with the right code.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#connections.delete(connection);
      this.#engine().send({ kind: 'disconnect', connection });
    });
  }

  #hasTokenProtocol({ headers }: IncomingMessage): boolean {
    const given = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    return given.some(
      (name) => name.startsWith('token.') && this.#guard.isToken(name.slice('token.'.length)),
    );
  }
}

const KINDS: Readonly<Record<string, Connection['as']>> = {
  __proto__: null as never,
  '/rpc': 'page',
  '/live': 'stream',
};

// RFC 6455, section 7.4.1.
const UNSUPPORTED = 1003;
const POLICY_VIOLATION = 1008;

function hangUp(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
