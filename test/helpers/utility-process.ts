/**
 * What Electron makes of a utility process, in a process of Node's: `process.parentPort` in place of Node's channel,
 * ports that come with messages, and no process of Node's beside it, since the fuse RunAsNode is off. The module to be
 * run is its argument; the ports' other ends are in `DesktopShell`.
 */
import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';

export type ToUtility =
  | { readonly kind: 'message'; readonly message: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'over-port'; readonly port: number; readonly message: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

export type FromUtility =
  | { readonly kind: 'message'; readonly message: unknown }
  | { readonly kind: 'over-port'; readonly port: number; readonly message: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

childProcess.fork = () => {
  throw new Error('the fuse RunAsNode is off: nothing is forked');
};
syncBuiltinESMExports();

const say = process.send!.bind(process) as (message: FromUtility) => boolean;

/** One end of a channel; what comes before `start` waits. */
class Port extends EventEmitter {
  readonly #id: number;
  readonly #early: unknown[] = [];
  #isStarted = false;

  constructor(id: number) {
    super();
    this.#id = id;
  }

  hear(message: unknown): void {
    if (this.#isStarted) this.emit('message', { data: message, ports: [] });
    else this.#early.push(message);
  }

  postMessage(message: unknown): void {
    say({ kind: 'over-port', port: this.#id, message });
  }

  start(): void {
    this.#isStarted = true;
    for (const message of this.#early.splice(0)) this.hear(message);
  }

  close(): void {
    say({ kind: 'port-closed', port: this.#id });
  }
}

const ports = new Map<number, Port>();
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => void say({ kind: 'message', message }),
});

process.on('message', (heard: ToUtility) => {
  switch (heard.kind) {
    case 'message': {
      const own = heard.ports.map((id) => new Port(id));
      heard.ports.forEach((id, at) => ports.set(id, own[at]!));
      parentPort.emit('message', { data: heard.message, ports: own });
      return;
    }
    case 'over-port':
      ports.get(heard.port)?.hear(heard.message);
      return;
    case 'port-closed':
      ports.get(heard.port)?.emit('close');
      return;
    default:
      heard satisfies never;
  }
});
process.on('disconnect', () => process.exit(1));
Object.assign(process, { parentPort, send: undefined });

await import(process.argv[2]!);
