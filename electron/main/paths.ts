/**
 * Where built things lie, seen from the built `out/main/main.js`; the same in a checkout and in a package. The engine
 * is outside the package's archive, because worker threads, native code and ONNX Runtime open files by themselves.
 */
import { join } from 'node:path';
import type { ChildModule } from '../../contract/engine-process.ts';

const OUT = join(import.meta.dirname, '..');

export const RENDERER = join(OUT, 'renderer');
export const PRELOAD = join(OUT, 'preload', 'preload.cjs');
export const ENGINE = join(unpacked(OUT), 'engine', 'electron', 'app', 'process.js');

/** What the engine may ask to have started beside it. */
export const CHILDREN: Readonly<Record<ChildModule, string>> = {
  training: join(unpacked(OUT), 'engine', 'electron', 'trainer', 'process.js'),
  chore: join(unpacked(OUT), 'engine', 'electron', 'app', 'trainer', 'chores', 'process.js'),
  fold: join(unpacked(OUT), 'engine', 'electron', 'trainer', 'evaluation', 'process.js'),
  preparation: join(unpacked(OUT), 'engine', 'electron', 'trainer', 'sets', 'worker-process.js'),
};

function unpacked(path: string): string {
  return path.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
}
