/**
 * MediaPipe's vision tasks in a Node worker thread. The library is written for a browser's worker, so this file
 * gives the thread the few globals it looks for; import it nowhere else than in such a thread.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

import { FaceDetector, FaceLandmarker } from '@mediapipe/tasks-vision';

import { CanvasStandIn, WebGlStandIn } from './webgl-stand-in.ts';

export type { FaceDetector, FaceLandmarker };

type Options<Task> = Omit<Task, 'baseOptions' | 'canvas'>;
type LandmarkerOptions = Options<Parameters<typeof FaceLandmarker.createFromOptions>[1]>;
type DetectorOptions = Options<Parameters<typeof FaceDetector.createFromOptions>[1]>;

export function createLandmarker(task: Uint8Array, options: LandmarkerOptions): Promise<FaceLandmarker> {
  return FaceLandmarker.createFromOptions(fileset(), { ...common(task), ...options });
}

export function createDetector(network: Uint8Array, options: DetectorOptions): Promise<FaceDetector> {
  return FaceDetector.createFromOptions(fileset(), { ...common(network), ...options });
}

/** What the library printed, newest last; kept for the report when something goes wrong. */
export const printed: string[] = [];

const PRINTED_LINES = 50;

function keepPrinted(...words: readonly unknown[]): void {
  printed.push(words.map(String).join(' '));
  if (printed.length > PRINTED_LINES) printed.shift();
}

const require = createRequire(import.meta.url);
const loaderPath = require.resolve('@mediapipe/tasks-vision/vision_wasm_internal.js');

/** The WebAssembly loader is a script that declares `ModuleFactory`, so it is compiled once and called per task. */
const declareFactory = compileFunction(
  `${readFileSync(loaderPath, 'utf8')}\nreturn ModuleFactory;`,
  ['require', '__filename', '__dirname'],
  { filename: loaderPath },
) as (requireModule: NodeJS.Require, file: string, folder: string) => unknown;

const realm = globalThis as unknown as Record<string, unknown>;
Object.assign(realm, {
  self: globalThis,
  // The loader asks whether these exist, and tells WebGL 1 from 2 by their classes.
  WebGL2RenderingContext: WebGlStandIn,
  WebGLRenderingContext: Object.freeze(function WebGLRenderingContext() {}),
  // Nothing that works on a person's face may reach the network, whatever a later version of the library tries.
  fetch: () => Promise.reject(new Error('internal: the landmark worker may not use the network')),
  dbg: keepPrinted,
  console: { ...console, log: keepPrinted, info: keepPrinted, warn: keepPrinted, error: keepPrinted },
});

/** Each task takes `ModuleFactory` and `Module` from the realm and clears them, so they are set anew. */
function fileset(): { wasmLoaderPath: string; wasmBinaryPath: string } {
  realm['ModuleFactory'] = declareFactory(require, loaderPath, dirname(loaderPath));
  realm['Module'] = { print: keepPrinted, printErr: keepPrinted };
  // An empty loader path: the factory is already there, nothing is to be imported.
  return { wasmLoaderPath: '', wasmBinaryPath: loaderPath.replace(/\.js$/, '.wasm') };
}

const common = (network: Uint8Array) => ({
  baseOptions: { modelAssetBuffer: network, delegate: 'CPU' as const },
  canvas: new CanvasStandIn(),
});
