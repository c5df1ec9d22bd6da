/**
 * `npm run bench` lists the benches; `npm run bench -- align ring` runs those, one after another; `-- all` every one.
 * What begins with `--` goes to the benches: `-- spotting --full`.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .toSorted();

process.exitCode = run(process.argv.slice(2));

function run(argv: readonly string[]): number {
  const asked = argv.filter((word) => !word.startsWith('--'));
  const flags = argv.filter((word) => word.startsWith('--'));
  if (asked.length === 0) {
    console.log(benches.length > 0 ? benches.join('\n') : 'There are no benches.');
    return 0;
  }
  const names = asked.includes('all') ? benches : asked;
  const unknown = names.filter((name) => !benches.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no bench ${unknown.join(', ')}. There are: ${benches.join(', ')}.`);
    return 2;
  }
  // A process each: one bench's heap and compiled code must not flatter or burden the next.
  const failed = names.filter((name) => spawnBench(name, flags) !== 0);
  for (const name of failed) console.error(`${name} failed.`);
  return failed.length > 0 ? 1 : 0;
}

function spawnBench(name: string, flags: readonly string[]): number | null {
  const file = join(import.meta.dirname, `${name}.bench.ts`);
  return spawnSync(process.execPath, ['--expose-gc', file, ...flags], { stdio: 'inherit' }).status;
}
