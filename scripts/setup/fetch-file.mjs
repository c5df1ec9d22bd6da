/** `node fetch-file.mjs ADDRESS FILE`: one file, or one line on standard error. */
import { writeFileSync } from 'node:fs';

const [address, file] = process.argv.slice(2);
try {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  writeFileSync(file, new Uint8Array(await response.arrayBuffer()));
} catch (error) {
  // fetch says only "fetch failed"; the cause says why ("getaddrinfo ENOTFOUND …").
  console.error(error.cause?.code ?? error.cause?.message ?? error.message);
  process.exitCode = 1;
}
