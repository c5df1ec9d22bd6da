/**
 * The desktop without Electron's binary: the real `Engine` of its shell, with processes of Node's as utility processes.
 */
import { type ChildProcess as NodeProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Carrier } from '../../contract/carrier.ts';
import type { ChildModule } from '../../contract/engine-process.ts';
import { Engine, type EngineProcess } from '../../electron/main/engine.ts';
import { CHILDREN } from '../../electron/main/paths.ts';
import { connectEngine, type EngineClient } from '../../renderer/engine/client.ts';
import type { FromUtility, ToUtility } from './utility-process.ts';

/** Node's ports stand for Electron's, which are not to be had here. */
type ElectronPort = NonNullable<Parameters<EngineProcess['postMessage']>[1]>[number];

class UtilityProcess extends EventEmitter {
  readonly #child: NodeProcess;
  readonly #ports = new Map<number, MessagePort>();

  constructor(module: string, env: NodeJS.ProcessEnv) {
    super();
    this.#child = fork(join(import.meta.dirname, 'utility-process.ts'), [pathToFileURL(module).href], {
      serialization: 'advanced',
      execArgv: [],
      silent: true,
      env,
    });
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.#hear(message as FromUtility));
    this.#child.on('close', (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit('exit', code ?? 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdout(): NodeJS.ReadableStream {
    return this.#child.stdout!;
  }

  get stderr(): NodeJS.ReadableStream {
    return this.#child.stderr!;
  }

  /** Ports stay here; what comes over them goes on under their numbers. */
  postMessage(message: unknown, given: readonly ElectronPort[] = []): void {
    const ports = given as unknown as readonly MessagePort[];
    const ids = ports.map((port) => {
      const id = this.#ports.size + 1;
      this.#ports.set(id, port);
      return id;
    });
    this.#tell({ kind: 'message', message, ports: ids });
    ports.forEach((port, at) => {
      port.on('message', (said: unknown) => this.#tell({ kind: 'over-port', port: ids[at]!, message: said }));
      port.on('close', () => this.#tell({ kind: 'port-closed', port: ids[at]! }));
    });
  }

  kill(): boolean {
    return this.#child.kill('SIGKILL');
  }

  #tell(message: ToUtility): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #hear(heard: FromUtility): void {
    switch (heard.kind) {
      case 'message':
        this.emit('message', heard.message);
        return;
      case 'over-port':
        this.#ports.get(heard.port)!.postMessage(heard.message);
        return;
      case 'port-closed':
        this.#ports.get(heard.port)!.close();
        return;
      default:
        heard satisfies never;
    }
  }
}

export class DesktopShell implements AsyncDisposable {
  readonly client: EngineClient;
  /** What was started beside the engine, in order. */
  readonly started: ChildModule[] = [];
  /** What those processes printed; nothing, where all goes well. */
  printed = '';
  readonly #engine: Engine;

  /** `out`: what `buildEngine` has built. */
  constructor(out: string, dataDir: string) {
    const env = { ...process.env, ONSET_DATA: dataDir };
    const start = (module: string): UtilityProcess => {
      const made = new UtilityProcess(module, env);
      made.stderr.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
      return made;
    };
    // The paths of a package, below the folder that was built here.
    const built = (path: string): string => join(out, path.slice(path.lastIndexOf(join('electron', ''))));
    this.#engine = new Engine({
      startProcess: () => start(join(out, 'electron', 'app', 'process.js')),
      startChild: (module) => {
        this.started.push(module);
        return start(built(CHILDREN[module]));
      },
      newChannel: () => new MessageChannel() as unknown as { port1: ElectronPort; port2: ElectronPort },
      tellGivenUp: (words) => (this.printed += words),
      tellUnable: (line) => (this.printed += line),
      nowMs: () => performance.now(),
      tellAtWork: () => undefined,
    });
    this.#engine.start();
    const page = Promise.withResolvers<MessagePort>();
    this.#engine.connect({ takePort: (port) => page.resolve(port as unknown as MessagePort) });
    this.client = connectEngine(carrierOver(page.promise));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine.stop(10_000);
  }
}

/** What is said before the port comes waits for it. */
function carrierOver(coming: Promise<MessagePort>): Carrier {
  return {
    send: (message) => void coming.then((port) => port.postMessage(message)),
    onMessage: (listener) => void coming.then((port) => port.on('message', listener)),
    onClose: (listener) => void coming.then((port) => port.on('close', () => listener(null))),
    close: () => void coming.then((port) => port.close()),
  };
}
