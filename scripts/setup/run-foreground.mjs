/** Runs a program in this one's place: same terminal, same signals, same end. */
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Resolves with `process.exitCode` set to the program's; ends by the same signal when that is how it ended. */
export function runForeground(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    // A terminal sends Ctrl-C to both; the program decides what it means, and may get it twice at once.
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      if (signal !== null) process.kill(process.pid, signal);
      else process.exitCode = status;
      resolve();
    });
  });
}
