/** The engine process of `onset serve`: started, spoken to, and started again when it ends by itself. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  engineEnvironment,
  type FromEngine,
  type PathQuestion,
  type ToEngine,
} from '../../contract/engine-process.ts';
import { OnsetError } from '../../contract/errors.ts';
import { restartDelayMs } from '../../contract/restart-policy.ts';

const PROCESS = join(import.meta.dirname, '..', 'app', 'process.ts');
const OUTBOUND = join(import.meta.dirname, '..', 'app', 'outbound.ts');

/**
 * As `npm start` runs Node (scripts/start.mjs says why); threads inherit them, so that their connections count as well.
 */
const EXEC_ARGV = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=8',
  ...['--import', pathToFileURL(OUTBOUND).href],
];

export interface EngineEvents {
  /** It runs again after it ended for `reason`. */
  readonly restarted: (reason: string) => void;
  /** It ended for `reason` and is not started again. */
  readonly gaveUp: (reason: string) => void;
  readonly bytes: (connection: number, bytes: Uint8Array) => void;
  readonly disconnect: (connection: number, reason: string) => void;
  readonly log: (line: string) => void;
}

export class EngineLink implements AsyncDisposable {
  readonly #dataDir: string | null;
  readonly #events: EngineEvents;
  readonly #endedAtMs: number[] = [];
  readonly #questions = new Map<number, (path: string | null) => void>();
  #child: ChildProcess | null = null;
  #isReady = false;
  #isStopping = false;
  #nextQuestion = 1;
  #timer: NodeJS.Timeout | null = null;

  private constructor(dataDir: string | null, events: EngineEvents) {
    this.#dataDir = dataDir;
    this.#events = events;
  }

  /** Resolves when the engine is ready, with where it keeps its data. Throws what keeps it from starting. */
  static async start(
    dataDir: string | null,
    events: EngineEvents,
  ): Promise<{ readonly engine: EngineLink; readonly dataDir: string }> {
    const engine = new EngineLink(dataDir, events);
    try {
      return { engine, dataDir: await engine.#start() };
    } catch (error) {
      // A process that cannot start waits to be told so; as long as it runs, neither does this one end.
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** For tests and for whoever wants to see it recover. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What is sent while no engine runs is lost: pages are told when one runs again, and ask again. */
  send(message: ToEngine): void {
    if (this.#isReady && this.#child?.connected === true) this.#child.send(message, ignoreFailure);
  }

  /** Null where there is no such thing, or no engine to say so. */
  ask(about: PathQuestion): Promise<string | null> {
    if (!this.#isReady) return Promise.resolve(null);
    const id = this.#nextQuestion++;
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#questions.set(id, resolve);
    this.send({ kind: 'ask', id, about });
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send({ kind: 'stop' } satisfies ToEngine, ignoreFailure);
    const kill = setTimeout(() => child.kill('SIGKILL'), MOST_STOP_MS);
    await ended;
    clearTimeout(kill);
  }

  /** Forks the process and waits until it is ready, cannot start, or ends. */
  #start(): Promise<string> {
    const child = fork(PROCESS, [], {
      // Arrays of bytes cross as they are, not as JSON.
      serialization: 'advanced',
      execArgv: EXEC_ARGV,
      env: engineEnvironment(process.env),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.on('message', (message) => {
      const said = message as FromEngine;
      if (said.kind === 'ready') {
        this.#isReady = true;
        resolve(said.dataDir);
      } else if (said.kind === 'unable') reject(new OnsetError('engine-unable', { line: said.line }));
      else this.#take(said);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const reason = signal === null ? `it ended with status ${String(code)}` : `it was ended by ${signal}`;
      reject(new OnsetError('engine-ended', { reason }));
      // What ends before it was ready is told to whoever waits for that.
      if (this.#child === child) this.#ended(reason);
    });
    child.send(
      { kind: 'start', dataDir: this.#dataDir, carrier: 'browser' } satisfies ToEngine,
      ignoreFailure,
    );
    return promise;
  }

  #take(said: FromEngine): void {
    if (said.kind === 'bytes') this.#events.bytes(said.connection, said.bytes);
    else if (said.kind === 'disconnect') this.#events.disconnect(said.connection, said.reason);
    else if (said.kind === 'answer') {
      this.#questions.get(said.id)?.(said.path);
      this.#questions.delete(said.id);
    }
  }

  #ended(reason: string): void {
    const wasReady = this.#isReady;
    this.#isReady = false;
    for (const answer of this.#questions.values()) answer(null);
    this.#questions.clear();
    // An engine that never ran is the caller's to tell of; one that ran before is started again.
    if (this.#isStopping || (!wasReady && this.#endedAtMs.length === 0)) return;
    const now = performance.now();
    this.#endedAtMs.push(now);
    const delayMs = restartDelayMs(this.#endedAtMs, now);
    if (delayMs === null) {
      this.#events.gaveUp(reason);
      return;
    }
    this.#events.log(`The engine ended (${reason}) and is started again.`);
    this.#timer = setTimeout(() => {
      this.#start().then(
        () => {
          this.#events.restarted(reason);
        },
        (error: unknown) => {
          // One that ended has already come back to `#ended`.
          if (error instanceof OnsetError && error.code === 'engine-ended') return;
          this.#events.gaveUp(error instanceof Error ? error.message : String(error));
        },
      );
    }, delayMs);
  }
}

/** Longer than the engine gives itself. */
const MOST_STOP_MS = 12_000;

/** The process is going; its `exit` tells. */
const ignoreFailure = (): void => undefined;
