/**
 * An engine that only pretends: it serves the built page and answers what views ask with what was made beforehand. The
 * page does not know, so that a view can be measured and tested at rates and in states that no machine at hand would
 * reach with real work beside it.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/channels/app.ts';
import type { EventName, EventPayload } from '../../contract/channels/index.ts';
import { WIRE_ARRAYS } from '../../contract/wire-arrays.ts';
import { contentType } from '../../electron/delivery/content-type.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from '../../electron/delivery/page-headers.ts';

export const BUILT_PAGE = join(import.meta.dirname, '..', '..', 'out', 'renderer');

const extensionCodec = new ExtensionCodec();
for (const { type, encode: write, decode: read } of WIRE_ARRAYS)
  extensionCodec.register({ type, encode: write, decode: read });

export type Answers = Readonly<Record<string, (takes: never) => unknown>>;

/** What a request is refused with: thrown by an answer, it reaches the page as a problem. */
export class MadeProblem extends Error {
  readonly problem: { readonly code: string; readonly message: string; readonly remedy: string };

  constructor(problem: MadeProblem['problem']) {
    super(problem.message);
    this.problem = problem;
  }
}

export class MadeEngine implements AsyncDisposable {
  /** Requests as they came, without those that acknowledge frames. */
  readonly asked: string[] = [];
  readonly #server = createServer();
  readonly #sockets = new Set<WebSocket>();
  #settings: Settings = { ...DEFAULT_SETTINGS, purpose: 'research' };

  /** What a kind of engine answers besides settings and an empty library; what is not in it is answered with nothing. */
  protected readonly answers: Answers = {};

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/#token=made`;
  }

  tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    const message = encode({ t: 'q', m: 'event', a: [name, payload] }, { extensionCodec });
    for (const socket of this.#sockets) socket.send(message);
  }

  async listen(): Promise<void> {
    this.#serve();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.listen(0, '127.0.0.1', () => {
      resolve(undefined);
    });
    await promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.close(() => {
      resolve(undefined);
    });
    await promise;
  }

  /** A page has come, perhaps in place of another. */
  protected onPage(): void {
    // Nothing to begin anew.
  }

  #serve(): void {
    this.#server.on('request', (request, response) => {
      const name = request.url === '/' ? '/index.html' : (request.url ?? '').split('?')[0]!;
      const path = join(BUILT_PAGE, name);
      if (!existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
      const policy = contentSecurityPolicy({ connect: "'self'", media: "'self'" });
      response.writeHead(200, {
        ...PAGE_HEADERS,
        'content-security-policy': policy,
        'content-type': contentType(path),
      });
      response.end(readFileSync(path));
    });
    const sockets = new WebSocketServer({
      server: this.#server,
      path: '/rpc',
      handleProtocols: () => 'onset',
    });
    sockets.on('connection', (socket) => {
      this.#sockets.add(socket);
      this.onPage();
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('message', (data: Buffer) => {
        const { m, a, i } = decode(data, { extensionCodec }) as { m: string; a: [never]; i?: string };
        const reply = this.#reply(m, a[0]);
        if (i !== undefined) socket.send(encode({ t: 's', i, ...reply }, { extensionCodec }));
      });
    });
  }

  #reply(name: string, takes: never): { r: unknown } | { e: unknown } {
    if (name !== 'live.shown') this.asked.push(name);
    try {
      return { r: (this.answers[name] ?? this.#common[name])?.(takes) ?? {} };
    } catch (error) {
      if (error instanceof MadeProblem) return { e: error.problem };
      throw error;
    }
  }

  readonly #common: Answers = {
    'app.settings': () => this.#settings,
    'app.setSettings': (settings: Settings) => (this.#settings = settings),
    'app.about': () => ({
      version: '0',
      versions: [],
      carrier: 'browser',
      model: null,
      provider: null,
      outboundRequests: 0,
      consentText: { version: '1', text: 'You are about to be filmed.\n\nYou may stop at any time.' },
      dataFolder: '-',
    }),
    'library.list': () => [],
    'jobs.list': () => [],
    'consent.list': () => [],
  };
}
