/** A process that works for this one, whoever starts it: Node by forking, the desktop's shell as a utility process. */
import { fork } from 'node:child_process';

export interface HostedProcess {
  /** Null until it is known, or where it could not be started. */
  readonly pid: number | null;
  /** A process that has ended says why elsewhere: what is sent to it then is dropped. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with how it ended ("SIGKILL", "status 1"); all its messages have come before. */
  onEnd(listener: (how: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts the module at a path. */
export type StartProcess = (path: string) => HostedProcess;

export const forkProcess: StartProcess = (path) => {
  const child = fork(path, [], {
    serialization: 'advanced',
    execArgv: process.execArgv,
    // What V8 and libraries print as they die is no message for a person; the ending says what happened.
    silent: true,
  });
  child.stdout?.resume();
  child.stderr?.resume();
  return {
    pid: child.pid ?? null,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) => {
      let hasEnded = false;
      const end = (how: string): void => {
        if (!hasEnded) listener(how);
        hasEnded = true;
      };
      child.on('error', (error) => end(error.message));
      child.on('close', (status, signal) => end(signal ?? `status ${String(status)}`));
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
