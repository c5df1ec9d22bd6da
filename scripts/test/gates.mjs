/** What must hold besides the tests. */
import { spawn } from 'node:child_process';
import { node24Environment, node24Path } from '../setup/node24.mjs';
import { ROOT } from '../setup/paths.mjs';

/** Folders with code of ours; arrows need them named. */
const FOLDERS = ['contract', 'electron', 'renderer', 'models', 'native', 'build', 'test', 'bench', 'scripts'];

export const GATES = [
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  {
    name: "the page's types",
    args: [
      'node_modules/svelte-check/bin/svelte-check',
      '--tsconfig',
      'renderer/tsconfig.json',
      '--fail-on-warnings',
    ],
  },
  {
    name: "types of the page's tests",
    args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'renderer/tsconfig.test.json'],
  },
  { name: 'error catalogue', args: ['scripts/generate-errors.mjs', '--check'] },
  {
    name: 'arrows',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      'arrows.cjs',
      ...FOLDERS,
    ],
  },
];

/** Runs one gate with its output shown; resolves to whether it holds. */
export function runGate({ name, args }) {
  console.log(`\n== ${name}`);
  return new Promise((resolve, reject) => {
    const child = spawn(node24Path(), args, { cwd: ROOT, env: node24Environment(), stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (status) => resolve(status === 0));
  });
}
