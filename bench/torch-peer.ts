/** A PyTorch script beside a bench: it does its work once for every line it is sent, so that the two take turns. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Debian's: it has python3-torch, which other Pythons on a machine may not. */
export const PYTHON = '/usr/bin/python3';

export const hasTorch = (): boolean => spawnSync(PYTHON, ['-c', 'import torch']).status === 0;

export interface TorchPeer extends Disposable {
  /** What the script said when it was ready; `torch` is its version. */
  readonly hello: Readonly<Record<string, unknown>>;
  /** Milliseconds of one piece of work. */
  run(): Promise<number>;
}

export async function startTorch(script: string, args: readonly string[]): Promise<TorchPeer> {
  const child = spawn(PYTHON, [join(import.meta.dirname, script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`internal: ${script} ended`);
    return JSON.parse(line.value) as Record<string, unknown>;
  };
  return {
    hello: await next(),
    run: async () => {
      child.stdin.write('\n');
      return Number((await next())['ms']);
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
