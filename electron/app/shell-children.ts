/** Processes beside the engine in the desktop: its shell starts them, and each is reached over a port of its own. */
import type { ChildModule, FromEngine, ToEngine } from '../../contract/engine-process.ts';
import type { HostedProcess, StartProcess } from '../trainer/hosted-process.ts';
import type { EnginePort } from './carriers.ts';

type Told = Extract<ToEngine, { readonly kind: 'child-started' | 'child-ended' }>;

interface Child {
  /** What was said before its port came. */
  readonly early: unknown[];
  readonly listeners: ((message: unknown) => void)[];
  readonly enders: ((how: string) => void)[];
  port: EnginePort | null;
  pid: number | null;
}

export class ShellChildren {
  readonly #tell: (message: FromEngine) => void;
  readonly #children = new Map<number, Child>();
  #count = 0;

  constructor(tell: (message: FromEngine) => void) {
    this.#tell = tell;
  }

  readonly start: StartProcess = (path): HostedProcess => {
    const id = ++this.#count;
    const child: Child = { early: [], listeners: [], enders: [], port: null, pid: null };
    this.#children.set(id, child);
    this.#tell({ kind: 'start-child', child: id, module: moduleAt(path) });
    return {
      get pid() {
        return child.pid;
      },
      send: (message) => {
        if (child.port === null) child.early.push(message);
        else child.port.postMessage(message);
      },
      onMessage: (listener) => void child.listeners.push(listener),
      onEnd: (listener) => void child.enders.push(listener),
      kill: () => this.#tell({ kind: 'kill-child', child: id }),
    };
  };

  /** What the shell says of a child; `port` leads to it when it has started. */
  hear(told: Told, port: EnginePort | null): void {
    const child = this.#children.get(told.child);
    if (child === undefined) return;
    if (told.kind === 'child-ended') {
      this.#children.delete(told.child);
      // What it had said last may still be on its way over its own port.
      setTimeout(() => {
        for (const end of child.enders) end(told.how);
        child.port?.close();
      }, LAST_WORDS_MS);
      return;
    }
    if (port === null) return;
    child.port = port;
    child.pid = told.pid;
    port.on('message', ({ data }) => {
      for (const listen of child.listeners) listen(data);
    });
    port.start();
    for (const message of child.early.splice(0)) port.postMessage(message);
  }
}

const LAST_WORDS_MS = 500;

/** The shell starts what it knows by name, and nothing by a path that it is told. */
function moduleAt(path: string): ChildModule {
  if (/[\\/]chores[\\/]process\.[jt]s$/.test(path)) return 'chore';
  if (/[\\/]trainer[\\/]process\.[jt]s$/.test(path)) return 'training';
  if (/[\\/]evaluation[\\/]process\.[jt]s$/.test(path)) return 'fold';
  if (/[\\/]sets[\\/]worker-process\.[jt]s$/.test(path)) return 'preparation';
  throw new Error(`internal: the desktop starts no ${path}`);
}
