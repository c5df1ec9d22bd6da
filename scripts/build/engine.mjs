/**
 * The engine for Electron: the same files in the same folders, as JavaScript, because Electron's Node may not strip
 * types. Nothing is bundled: worker threads and native code find each other by their places, as in the checkout.
 * Needs Node 24.
 */
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';

const SOURCES = [
  'contract/**/*.ts',
  'electron/{app,delivery,engine,trainer}/**/*.ts',
  'models/**/*.ts',
  'native/{*,reference/**}.ts',
];
const LEFT_OUT = /\.test\.ts$|\.d\.ts$|[\\/]testing[\\/]/;

/** What code opens at run time besides code. */
const FILES = [
  'native/build/onset.node',
  'models/{bundles,weights}/**/*.{task,onnx,json,md}',
  'electron/{app,engine}/**/*.{mp4,json,onnx}',
];

/** @param {string} root the checkout @param {string} out the folder to be made, which is emptied first */
export function buildEngine(root, out) {
  rmSync(out, { recursive: true, force: true });
  for (const file of find(root, SOURCES)) {
    write(join(out, file.replace(/\.ts$/, '.js')), toJavaScript(readFileSync(join(root, file), 'utf8')));
  }
  for (const file of find(root, FILES)) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(join(root, file), join(out, file));
  }
  // The package's own package.json is in the archive, out of sight from here.
  write(join(out, 'package.json'), '{ "type": "module" }\n');
}

/** Line numbers stay: types become blanks. */
export function toJavaScript(source) {
  const stripped = stripTypeScriptTypes(source, { mode: 'strip' });
  // A string that ends in .ts is a module: imported, or started as a worker by its path.
  return stripped.replaceAll(/(['"`])([\w./-]+)\.ts\1/g, '$1$2.js$1');
}

function find(root, patterns) {
  return globSync(patterns, { cwd: root }).filter(
    (file) => !LEFT_OUT.test(file) && existsSync(join(root, file)),
  );
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
