import { fileURLToPath } from 'node:url';
import { node24Path } from './node24.mjs';
import { runChild } from './run-child.mjs';

const SCRIPT = fileURLToPath(new URL('fetch-file.mjs', import.meta.url));

/**
 * Fetches one file, or rejects with the reason in a few words. In a process of Node 24, whose fetch goes through
 * HTTPS_PROXY when asked to: many laboratories have only a proxy.
 */
export async function download(address, path, timeoutMs) {
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1' };
  await runChild(node24Path(), [SCRIPT, address, path], { env, timeoutMs });
}
