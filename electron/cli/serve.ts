/** `onset serve`: the interface in a browser. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OnsetError } from '../../contract/errors.ts';
import { serve } from '../serve/index.ts';
import { isLoopback } from '../serve/own-names.ts';
import { parseArguments, usage, wholeNumber } from './arguments.ts';
import { onInterruption } from './interruption.ts';

const PORT = 4736;
const HOST = '127.0.0.1';

export const SERVE_HELP = `onset serve                 the interface in a browser on this machine, until Ctrl-C

  --port N        ${PORT} unless it is taken; 0 takes any
  --host H        the address to answer on, ${HOST}: this machine alone. With another one, whoever has the
                  printed address reaches everything over a network that can be listened to
  --data DIR      where sessions, recordings and settings lie (else $ONSET_DATA, else the usual folder)
  --open          opens the browser

Prints an address with a token that is new at each start; without it nothing is answered but the empty page.
Other programs can listen to what is measured live: docs/live-stream.md.`;

/** Resolves to the exit status. */
export async function serveCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('serve', argv, {
    port: { type: 'string' },
    host: { type: 'string', default: HOST },
    data: { type: 'string' },
    open: { type: 'boolean', default: false },
  });
  if (positionals.length > 0) throw usage(`serve wants no "${positionals[0]!}"`, 'serve');
  const port = wholeNumber('port', values.port, 0, PORT);
  if (port > 65_535) throw usage(`--port is at most 65535, not ${port}`, 'serve');
  using interruption = onInterruption();
  await using serving = await serve({
    ...{ host: values.host, port, dataDir: values.data ?? null },
    log: (line) => {
      console.error(`onset: ${line}`);
    },
  });
  if (!isLoopback(values.host)) console.error(OPEN_TO_OTHERS);
  console.log(`Onset is at\n\n  ${serving.address}\n\nEnd it with Ctrl-C.`);
  using opened = new DisposableStack();
  if (values.open) opened.use(openBrowser(serving.address, serving.dataDir));
  const reason = await Promise.race([interrupted(interruption.signal), serving.ended]);
  if (reason === null) return 0;
  throw new OnsetError('engine-ended', { reason });
}

/** Resolves at once where it was interrupted before. */
function interrupted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null));
  });
}

const OPEN_TO_OTHERS = `onset: Other machines can reach this address. Whoever has it, with its token, sees every session and can have files of
       this account read and written; and what passes is not encrypted. Use it in a network you trust, or through SSH.`;

/**
 * The address goes through a file that only this person can read: arguments of programs can be seen by everybody on
 * the machine.
 */
function openBrowser(address: string, dataDir: string): Disposable {
  const path = join(dataDir, `open-${process.pid}.html`);
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}">
<title>Onset</title><a href="${address}">Open Onset</a>\n`;
  writeFileSync(path, page, { mode: 0o600 });
  const url = pathToFileURL(path).href;
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const opener = spawn(command!, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', () => {
    console.error('onset: No browser could be opened; open the address above.');
  });
  opener.unref();
  return {
    [Symbol.dispose]() {
      rmSync(path, { force: true });
    },
  };
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  // "start" takes its first quoted argument for a title.
  win32: ['cmd', '/c', 'start', '""'],
};
