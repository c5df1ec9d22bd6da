import type { MessagePortMain } from 'electron';
import type { ChildModule, PathQuestion, ToEngine } from '../../contract/engine-process.ts';
import { restartDelayMs } from '../../contract/restart-policy.ts';
import { parseEngineMessage } from './engine-messages.ts';
import { LastLines } from './last-lines.ts';
import { TEXTS } from './texts.ts';

/** What is used of a `UtilityProcess`. */
export interface EngineProcess {
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: ToEngine, ports?: MessagePortMain[]): void;
  kill(): boolean;
}

/** What is used of a `UtilityProcess` that works for the engine. */
export interface ChildProcess {
  readonly pid: number | undefined;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: null, ports: MessagePortMain[]): void;
  kill(): boolean;
}

/** A window that talks to the engine: it is handed a port, and another whenever the engine was started again. */
export interface EnginePage {
  takePort(port: MessagePortMain): void;
}

export interface EngineSurroundings {
  readonly startProcess: () => EngineProcess;
  /** A process that the engine wants beside it; it ends by itself when its port to the engine closes. */
  readonly startChild: (module: ChildModule) => ChildProcess;
  readonly newChannel: () => { readonly port1: MessagePortMain; readonly port2: MessagePortMain };
  /** It ended too often; `startAgain` after a person asked for it. */
  readonly tellGivenUp: (lastWords: string) => void;
  /** It said that it cannot start, and why. */
  readonly tellUnable: (line: string) => void;
  readonly nowMs: () => number;
  /** Something runs that sleep would break off, or nothing any more. */
  readonly tellAtWork: (isAtWork: boolean) => void;
}

/**
 * Keeps the engine process running and pages connected to it. When it dies it is started again, at once the first
 * time and later and later after that; each page then gets a new port and the reason. What was measured or recorded is
 * on disk already, so nothing has to be carried over.
 */
export class Engine {
  readonly #around: EngineSurroundings;
  #process: EngineProcess | null = null;
  #isReady = false;
  #stopped: (() => void) | null = null;
  #restart: NodeJS.Timeout | null = null;
  #endedAtMs: number[] = [];
  #endedBecause: string | null = null;
  #connections = 0;
  #questions = 0;
  /** Number of its present connection; null until it has one. */
  readonly #pages = new Map<EnginePage, number | null>();
  readonly #asked = new Map<number, (path: string | null) => void>();
  readonly #children = new Map<number, ChildProcess>();
  readonly #waiting: { readonly about: PathQuestion; readonly answer: (path: string | null) => void }[] = [];

  constructor(around: EngineSurroundings) {
    this.#around = around;
  }

  start(): void {
    const process = this.#around.startProcess();
    const said = new LastLines();
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => said.add(chunk.toString()));
    }
    process.on('message', (message) => {
      if (process === this.#process) this.#hear(message);
    });
    process.on('exit', (code) => {
      if (process === this.#process) this.#ended(code, said.text);
    });
    this.#process = process;
    process.postMessage({ kind: 'start', dataDir: null, carrier: 'electron' });
  }

  /** After `tellGivenUp`: as if it had never ended. */
  startAgain(): void {
    this.#endedAtMs = [];
    this.start();
  }

  /** A page that asks once more (it was loaded again) gets a new port; the one before ends. */
  connect(page: EnginePage): void {
    this.#endConnection(page);
    this.#pages.set(page, null);
    if (this.#isReady) this.#connectPage(page, null);
  }

  disconnect(page: EnginePage): void {
    this.#endConnection(page);
    this.#pages.delete(page);
  }

  /** Where something lies that pages know only by name. Waits for an engine that is being started; null: nowhere. */
  ask(about: PathQuestion): Promise<string | null> {
    return new Promise((answer) => {
      if (this.#isReady) this.#ask(about, answer);
      else this.#waiting.push({ about, answer });
    });
  }

  suspend(): void {
    this.#send({ kind: 'suspend' });
  }

  /** Resolves when it has ended by itself, having finished what it was writing, or was ended after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    if (this.#restart !== null) clearTimeout(this.#restart);
    const process = this.#process;
    if (process === null) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#stopped = () => resolve(undefined);
    this.#send({ kind: 'stop' });
    const killer = setTimeout(() => process.kill(), patienceMs);
    await promise;
    clearTimeout(killer);
  }

  #hear(message: unknown): void {
    const heard = parseEngineMessage(message);
    switch (heard?.kind) {
      case 'ready':
        this.#ready();
        return;
      case 'unable':
        // It does nothing any more; its end is not to be taken for a crash.
        this.#process = null;
        this.#answerAll();
        this.#around.tellUnable(heard.line);
        return;
      case 'answer':
        this.#asked.get(heard.id)?.(heard.path);
        this.#asked.delete(heard.id);
        return;
      case 'start-child':
        this.#startChild(heard.child, heard.module);
        return;
      case 'kill-child':
        this.#children.get(heard.child)?.kill();
        return;
      case 'at-work':
        this.#around.tellAtWork(heard.isAtWork);
        return;
      case undefined:
        return;
      default:
        heard satisfies undefined;
    }
  }

  #startChild(child: number, module: ChildModule): void {
    const engine = this.#process;
    const started = this.#around.startChild(module);
    const { port1, port2 } = this.#around.newChannel();
    this.#children.set(child, started);
    started.postMessage(null, [port2]);
    started.on('spawn', () => {
      if (engine === this.#process)
        engine?.postMessage({ kind: 'child-started', child, pid: started.pid ?? null }, [port1]);
    });
    started.on('exit', (code) => {
      // An engine that was started since counts its own children from one again.
      if (engine !== this.#process) return;
      this.#children.delete(child);
      engine?.postMessage({ kind: 'child-ended', child, how: `status ${code}` });
    });
  }

  #ready(): void {
    this.#isReady = true;
    for (const page of this.#pages.keys()) this.#connectPage(page, this.#endedBecause);
    this.#endedBecause = null;
    for (const { about, answer } of this.#waiting.splice(0)) this.#ask(about, answer);
  }

  #ended(code: number, lastWords: string): void {
    this.#process = null;
    this.#isReady = false;
    this.#around.tellAtWork(false);
    // Their ports to the engine are closed: they save what they have and end.
    this.#children.clear();
    for (const page of this.#pages.keys()) this.#pages.set(page, null);
    this.#answerAll();
    if (this.#stopped !== null) {
      this.#stopped();
      return;
    }
    this.#endedBecause = TEXTS.engineEnded(code);
    const now = this.#around.nowMs();
    this.#endedAtMs.push(now);
    const delayMs = restartDelayMs(this.#endedAtMs, now);
    if (delayMs === null) this.#around.tellGivenUp(lastWords);
    else this.#restart = setTimeout(() => this.start(), delayMs);
  }

  #connectPage(page: EnginePage, restarted: string | null): void {
    const connection = ++this.#connections;
    this.#pages.set(page, connection);
    const { port1, port2 } = this.#around.newChannel();
    this.#process?.postMessage({ kind: 'connect', connection, as: 'page', restarted }, [port1]);
    page.takePort(port2);
  }

  #endConnection(page: EnginePage): void {
    const connection = this.#pages.get(page) ?? null;
    if (connection !== null) this.#send({ kind: 'disconnect', connection });
  }

  #ask(about: PathQuestion, answer: (path: string | null) => void): void {
    const id = ++this.#questions;
    this.#asked.set(id, answer);
    this.#send({ kind: 'ask', id, about });
  }

  /** Nobody is left who could answer. */
  #answerAll(): void {
    for (const answer of this.#asked.values()) answer(null);
    this.#asked.clear();
  }

  #send(message: ToEngine): void {
    this.#process?.postMessage(message);
  }
}
