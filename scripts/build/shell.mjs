/** The shell as Electron runs it: one file for the main process, one for the preload script (docs/decisions/0008). */
import { join } from 'node:path';
import { build } from 'vite';

/** The preload script of a sandboxed page can only be CommonJS, and cannot load another file. */
const PARTS = [
  { entry: 'electron/main/main.ts', folder: 'main', file: 'main.js', format: 'es' },
  { entry: 'electron/preload/preload.ts', folder: 'preload', file: 'preload.cjs', format: 'cjs' },
];

/** @param {string} root the checkout @param {string} out the folder for `main/` and `preload/` */
export async function buildShell(root, out) {
  for (const { entry, folder, file, format } of PARTS) {
    await build({
      configFile: false,
      root,
      logLevel: 'warn',
      ssr: { noExternal: true, external: ['electron'] },
      build: {
        ssr: join(root, entry),
        outDir: join(out, folder),
        emptyOutDir: true,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          external: ['electron'],
          output: { format, entryFileNames: file, codeSplitting: false },
        },
      },
    });
  }
}
