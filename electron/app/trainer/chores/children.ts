/**
 * Processes that a chore wants beside it. It never starts one itself, for in the desktop nobody but the shell can: it
 * asks the engine, and what it and they say to each other goes through the engine.
 */
import type { HostedProcess, StartProcess } from '../../../trainer/hosted-process.ts';
import type { Manners } from '../../../trainer/parent-link.ts';
import type { FromChore, ToChore } from './messages.ts';

type Asked = Extract<FromChore, { readonly kind: 'start-child' | 'to-child' | 'kill-child' }>;
type Told = Extract<ToChore, { readonly kind: 'child-said' | 'child-ended' }>;

interface Wanted {
  readonly listeners: ((message: unknown) => void)[];
  readonly enders: ((how: string) => void)[];
}

/** The chore's side. */
export class WantedChildren {
  readonly #tell: (message: Asked) => void;
  readonly #children = new Map<number, Wanted>();
  #count = 0;

  constructor(tell: (message: Asked) => void) {
    this.#tell = tell;
  }

  readonly start: StartProcess = (path): HostedProcess => {
    const child = ++this.#count;
    const wanted: Wanted = { listeners: [], enders: [] };
    this.#children.set(child, wanted);
    this.#tell({ kind: 'start-child', child, path });
    return {
      pid: null,
      send: (message) => this.#tell({ kind: 'to-child', child, message }),
      onMessage: (listener) => void wanted.listeners.push(listener),
      onEnd: (listener) => void wanted.enders.push(listener),
      kill: () => this.#tell({ kind: 'kill-child', child }),
    };
  };

  hear(told: Told): void {
    const wanted = this.#children.get(told.child);
    if (wanted === undefined) return;
    switch (told.kind) {
      case 'child-said':
        for (const listen of wanted.listeners) listen(told.message);
        return;
      case 'child-ended':
        this.#children.delete(told.child);
        for (const end of wanted.enders) end(told.how);
        return;
      default:
        told satisfies never;
    }
  }
}

/** The engine's side, for one chore. */
export class HostedChildren implements Disposable {
  readonly #startProcess: StartProcess;
  readonly #priority: number;
  readonly #tell: (message: Told) => void;
  readonly #children = new Map<number, HostedProcess>();

  constructor(startProcess: StartProcess, priority: number, tell: (message: Told) => void) {
    this.#startProcess = startProcess;
    this.#priority = priority;
    this.#tell = tell;
  }

  hear(asked: Asked): void {
    switch (asked.kind) {
      case 'start-child':
        this.#start(asked.child, asked.path);
        return;
      case 'to-child':
        this.#children.get(asked.child)?.send(asked.message);
        return;
      case 'kill-child':
        this.#children.get(asked.child)?.kill();
        return;
      default:
        asked satisfies never;
    }
  }

  #start(child: number, path: string): void {
    const started = this.#startProcess(path);
    this.#children.set(child, started);
    started.onMessage((message) => this.#tell({ kind: 'child-said', child, message }));
    started.onEnd((how) => {
      this.#children.delete(child);
      this.#tell({ kind: 'child-ended', child, how });
    });
    // It is no child of the chore's, whose priority it would have taken over.
    if (this.#priority > 0) started.send({ kind: 'manners', priority: this.#priority } satisfies Manners);
  }

  /** A chore that is gone hears nobody: what it had wanted is saved as far as it is. */
  [Symbol.dispose](): void {
    for (const child of this.#children.values()) child.kill();
  }
}
