/** Runs one program of the set-up and takes it along when the set-up itself is stopped. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './paths.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Resolves when the program exits with 0; otherwise rejects with the last thing it said. What it prints is kept
 * back, because of a set-up that works nobody wants to read npm's or a compiler's output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, shell?: boolean }} [options]
 */
export function runChild(command, args, { env = process.env, timeoutMs, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (chunk) => (said = (said + chunk).slice(-8000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);

    // Waits for the program to go: it may still be writing where the next set-up would begin.
    let stoppedBy = null;
    const stop = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, stop);
    let isLate = false;
    const timer = timeoutMs && setTimeout(() => ((isLate = true), child.kill('SIGKILL')), timeoutMs);

    const settle = (problem) => {
      clearTimeout(timer);
      for (const signal of SIGNALS) process.off(signal, stop);
      if (problem) reject(problem);
      else resolve();
    };
    child.on('error', settle);
    child.on('close', (status) => {
      if (stoppedBy !== null) process.exit(128 + constants.signals[stoppedBy]);
      if (status === 0) settle();
      else if (isLate) settle(new Error(`not finished after ${Math.round(timeoutMs / 1000)} s`));
      else settle(new Error(lastWords(said) || `${command} ended with status ${status}`));
    });
  });
}

/** The last line that says something: npm closes with the name of a log file, which is not it. */
function lastWords(said) {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/complete log of this run|^npm (error|ERR!)\s+\S+\.log$/.test(line));
  return (lines.findLast?.((line) => /error/i.test(line)) ?? lines[lines.length - 1] ?? '').replace(
    /[.\s]+$/,
    '',
  );
}
