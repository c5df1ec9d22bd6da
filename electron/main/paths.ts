/**
 * Where built things lie, seen from the built `out/main/main.js`; the same in a checkout and in a package. The engine
 * is outside the package's archive, because worker threads, native code and ONNX Runtime open files by themselves.
 */
import { join } from 'node:path';

const OUT = join(import.meta.dirname, '..');

export const RENDERER = join(OUT, 'renderer');
export const PRELOAD = join(OUT, 'preload', 'preload.cjs');
export const ENGINE = join(unpacked(OUT), 'engine', 'electron', 'app', 'process.js');

export function unpacked(path: string): string {
  return path.replace(/app\.asar(?=[\\/]|$)/, 'app.asar.unpacked');
}
