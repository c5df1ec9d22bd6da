/** Runs a program in this one's place: same terminal, same signals, same end. */
import { spawn } from 'node:child_process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Resolves with `process.exitCode` set to the program's; ends by the same signal when that is how it ended. */
export async function runForeground(command, args, options) {
  const { status, signal } = await watchForeground(command, args, options);
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = status;
}

/** The same, without ending: resolves to how the program ended. */
export function watchForeground(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    // A terminal sends Ctrl-C to both; the program decides what it means, and may get it twice at once.
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve({ status, signal });
    });
  });
}
