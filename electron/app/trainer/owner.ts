/** Several engines may share a data folder (a window and `onset serve`); one of them works its queue of runs. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export class Owner implements Disposable {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The process that works the queue in place of this one; null where this one does. Takes over from one that is gone. */
  get other(): number | null {
    for (;;) {
      const pid = this.#read();
      if (pid === process.pid) return null;
      if (pid !== null && isAlive(pid)) return pid;
      if (pid !== null) rmSync(this.#path, { force: true });
      if (this.#take()) return null;
    }
  }

  [Symbol.dispose](): void {
    if (this.#read() === process.pid) rmSync(this.#path, { force: true });
  }

  #read(): number | null {
    try {
      const pid = Number(readFileSync(this.#path, 'utf8'));
      return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** False where another was faster. */
  #take(): boolean {
    try {
      writeFileSync(this.#path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }
}

/** Whether a process of that number runs, ours or another person's. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
