/**
 * An engine that only pretends: it serves the built page and answers what the Live view asks, with frames, curves and
 * events that are drawn beforehand. The page does not know, so that it can be measured and tested at rates and with
 * numbers of faces that no machine at hand would reach with real analysis beside it.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/channels/app.ts';
import type { EventName, EventPayload } from '../../contract/channels/index.ts';
import { LIVE_OFF, type LiveFrame, type LiveState } from '../../contract/channels/live.ts';
import { WIRE_ARRAYS } from '../../contract/wire-arrays.ts';
import { contentType } from '../../electron/delivery/content-type.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from '../../electron/delivery/page-headers.ts';

export const BUILT_PAGE = join(import.meta.dirname, '..', '..', 'out', 'renderer');

const extensionCodec = new ExtensionCodec();
for (const { type, encode: write, decode: read } of WIRE_ARRAYS)
  extensionCodec.register({ type, encode: write, decode: read });

export interface MadeLive {
  readonly fps: number;
  /** The frame with this number. */
  readonly frame: (index: number) => LiveFrame;
  /** Milliseconds between events; null: none. */
  readonly eventEveryMs: number | null;
}

const SESSION = 'madesession';
/** As the door does it: one picture is drawn while the next travels. */
const UNDER_WAY = 2;
const TELL_EVERY_MS = 250;

export class MadeLiveEngine implements AsyncDisposable {
  /** Requests as they came, without those that acknowledge frames. */
  readonly asked: string[] = [];
  /** Frames that the page says it has drawn. */
  readonly shown: number[] = [];
  readonly #live: MadeLive;
  readonly #server = createServer();
  readonly #sockets = new Set<WebSocket>();
  readonly #timers: NodeJS.Timeout[] = [];
  #settings: Settings = { ...DEFAULT_SETTINGS, purpose: 'research' };
  #startedAtMs: number | null = null;
  #index = 0;
  #sent: number[] = [];
  #skipped = 0;
  #events = 0;
  #recordsSinceMs: number | null = null;
  #names = new Map<number, string>();
  #waiting: LiveFrame[] = [];
  #change: Partial<LiveState> = {};

  private constructor(live: MadeLive) {
    this.#live = live;
  }

  static async start(live: MadeLive): Promise<MadeLiveEngine> {
    const engine = new MadeLiveEngine(live);
    engine.#serve();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    engine.#server.listen(0, '127.0.0.1', () => {
      resolve(undefined);
    });
    await promise;
    return engine;
  }

  get address(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}/#token=made`;
  }

  get state(): LiveState {
    const startedAtMs = this.#startedAtMs;
    if (startedAtMs === null) return LIVE_OFF;
    const seconds = (Date.now() - startedAtMs) / 1000;
    const { frameWidthPx: widthPx, frameHeightPx: heightPx, faces } = this.#live.frame(0);
    return {
      ...LIVE_OFF,
      state: 'running',
      source: { name: 'Made camera', widthPx, heightPx, fps: this.#live.fps },
      runningS: seconds,
      captured: this.#index,
      analysed: this.#index,
      previewsSkipped: this.#skipped,
      measuredFps: this.#live.fps,
      landmarksHz: 30,
      latencyMs: { median: 14, p95: 31 },
      cpu01: 0.4,
      memoryBytes: 412e6,
      adequacy: this.#live.fps >= 100 ? 'good' : 'fair',
      isRecording: this.#recordsSinceMs !== null,
      recordedS: this.#recordsSinceMs === null ? 0 : (Date.now() - this.#recordsSinceMs) / 1000,
      replayS: Math.min(seconds, 20),
      faces: faces.map(({ track }) => ({
        track,
        name: this.#names.get(track) ?? `Person ${String(track)}`,
        isSeen: true,
        isCalibrated: false,
      })),
      events: this.#events,
      session: SESSION,
      ...this.#change,
    };
  }

  /** From now on the state says this besides, whatever happens. */
  change(change: Partial<LiveState>): void {
    this.#change = change;
    this.tell('live.state', this.state);
  }

  tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    const message = encode({ t: 'q', m: 'event', a: [name, payload] }, { extensionCodec });
    for (const socket of this.#sockets) socket.send(message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    for (const socket of this.#sockets) socket.terminate();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#server.close(() => {
      resolve(undefined);
    });
    await promise;
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
      // What was under way to a page that is gone will not be acknowledged.
      this.#sent = [];
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('message', (data: Buffer) => {
        const { m, a, i } = decode(data, { extensionCodec }) as { m: string; a: [never]; i?: string };
        const reply = this.#answer(m, a[0]);
        if (i !== undefined) socket.send(encode({ t: 's', i, r: reply }, { extensionCodec }));
      });
    });
  }

  #answer(name: string, takes: never): unknown {
    if (name !== 'live.shown') this.asked.push(name);
    const answer = this.#answers[name];
    return answer === undefined ? {} : answer(takes);
  }

  readonly #answers: Readonly<Record<string, (takes: never) => unknown>> = {
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
    'live.sources': () => ({
      cameras: [{ id: 'made', name: 'Made camera', modes: [MODE(640, 480, 100), MODE(1280, 720, 30)] }],
      reason: null,
    }),
    'live.state': () => this.state,
    'live.start': () => {
      this.#begin();
      return { session: SESSION };
    },
    'live.stop': () => {
      const last = { ...this.state, state: 'off' as const };
      this.#stop();
      this.tell('live.state', last);
      return { session: SESSION };
    },
    'live.record': ({ on }: { on: boolean }) => {
      this.#recordsSinceMs = on ? Date.now() : null;
      this.tell('live.state', this.state);
      return {};
    },
    'live.keepReplay': () => ({ file: 'replay-1.mp4', seconds: this.state.replayS }),
    'live.mark': () => ({ moment: this.#live.frame(this.#index).moment }),
    'live.nameFace': ({ track, name }: { track: number; name: string }) => {
      this.#names.set(track, name);
      return {};
    },
    'live.shown': ({ frame }: { frame: number }) => {
      this.shown.push(frame);
      this.#sent = this.#sent.filter((sent) => sent > frame);
      return {};
    },
  };

  #begin(): void {
    this.#startedAtMs = Date.now();
    this.#timers.push(
      setInterval(() => this.#send(), 4),
      setInterval(() => this.tell('live.state', this.state), TELL_EVERY_MS),
    );
    const { eventEveryMs } = this.#live;
    if (eventEveryMs !== null) this.#timers.push(setInterval(() => this.#tellEvent(), eventEveryMs));
    this.tell('live.state', this.state);
  }

  #stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#startedAtMs = null;
  }

  #send(): void {
    const due = ((Date.now() - (this.#startedAtMs ?? 0)) / 1000) * this.#live.fps;
    for (; this.#index < due; this.#index++) {
      const frame = this.#live.frame(this.#index);
      this.#waiting.push(frame);
      if (this.#sent.length >= UNDER_WAY) {
        this.#skipped++;
        continue;
      }
      this.#sent.push(frame.moment.frameIndex);
      this.tell('live.frame', frame);
    }
    if (this.#waiting.length < 3) return;
    for (const [face, { track }] of this.#waiting[0]!.faces.entries()) {
      this.tell('live.curves', {
        track,
        timesUs: Float64Array.from(this.#waiting, ({ moment }) => moment.timeUs),
        aus: Float32Array.from(this.#waiting.flatMap(({ faces }) => [...faces[face]!.aus!])),
        activity: Float32Array.from(this.#waiting, ({ faces }) => faces[face]!.activity ?? NaN),
      });
    }
    this.#waiting = [];
  }

  #tellEvent(): void {
    const id = ++this.#events;
    const { faces } = this.#live.frame(this.#index);
    const { track } = faces[id % faces.length]!;
    const at = (before: number): LiveFrame['moment'] =>
      this.#live.frame(Math.max(0, this.#index - before)).moment;
    const moments = { onset: at(40), apex: at(30), offset: at(20) };
    this.tell('live.event', {
      ...moments,
      ...{ id, track, kind: id % 4 === 0 ? 'macro' : 'micro', origin: 'found', found: moments },
      aus: [{ au: 12, side: 'left', p: 0.8, intensity: 3 }],
      ...{ score: 0.7, cautions: [], label: id % 2 === 0 ? 'positive' : null, probabilities: null },
      ...{ review: 'unreviewed', decisions: [] },
    });
  }
}

const MODE = (widthPx: number, heightPx: number, fps: number): object => ({
  widthPx,
  heightPx,
  fps,
  format: 'mjpeg',
});
