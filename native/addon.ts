import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The compiled functions as they are, before any argument is checked. Only this folder calls them. */
export interface Addon {
  warpFace(
    ...args: [...ImageArguments, ...SimilarityArguments, size: number, isLumaOnly: 0 | 1, out: Uint8Array]
  ): void;
  shrinkToRgba(
    ...args: [
      ...ImageArguments,
      x: number,
      y: number,
      width: number,
      height: number,
      outWidth: number,
      outHeight: number,
      out: Uint8Array | Uint8ClampedArray,
    ]
  ): void;
  resampleWindow(
    crops: readonly Uint8Array[],
    timesUs: Float64Array,
    fromUs: number,
    toUs: number,
    frames: number,
    sizeIn: number,
    sizeOut: number,
    out: Float32Array,
  ): void;
  medianOfPlanes(planes: readonly Uint8Array[], out: Uint8Array): void;
  tvl1Flow(
    from: Uint8Array,
    to: Uint8Array,
    width: number,
    height: number,
    tau: number,
    lambda: number,
    theta: number,
    epsilon: number,
    scaleStep: number,
    scales: number,
    warps: number,
    iterations: number,
    out: Float32Array,
  ): void;
  lbpTop(
    clip: Uint8Array,
    frames: number,
    height: number,
    width: number,
    ...args: [
      ...radii: [x: number, y: number, t: number],
      neighbours: number,
      ...blocks: [x: number, y: number, t: number],
      out: Float32Array,
    ]
  ): void;
  preparePatches(
    neutral: Uint8Array,
    size: number,
    centres: Float32Array,
    halfWidths: Float32Array,
    noise: number,
  ): PatchesHandle;
  measurePatches(handle: PatchesHandle, luma: Uint8Array, out: Float32Array): void;
  disposePatches(handle: PatchesHandle): void;
}

/** A V8 external with a type tag; JavaScript can only hand it back. */
export type PatchesHandle = { readonly opaque: unique symbol };

export type ImageArguments = [
  layout: number,
  matrix: number,
  range: number,
  width: number,
  height: number,
  plane0: Uint8Array,
  stride0: number,
  plane1: Uint8Array,
  stride1: number,
  plane2: Uint8Array,
  stride2: number,
];
type SimilarityArguments = [a: number, b: number, tx: number, ty: number];

/** The compiled code is missing or does not fit this machine. `line` is what a person should read. */
export class NativeLoadError extends Error {
  override readonly name = 'NativeLoadError';
  readonly code = 'native-not-loaded';
  readonly exitStatus = 1;
  /** The message without the remedy. */
  readonly sentence: string;
  readonly remedy: string;

  constructor(sentence: string, remedy: string, cause?: unknown) {
    super(`${sentence} ${remedy}`, cause === undefined ? undefined : { cause });
    this.sentence = sentence;
    this.remedy = remedy;
  }

  get line(): string {
    return this.message.replaceAll(/\s+/g, ' ');
  }
}

const BINARY = new URL('./build/onset.node', import.meta.url);

let loaded: Addon | undefined;

/** Loads the compiled functions once; throws `NativeLoadError` with what to do when they cannot be had. */
export function addon(): Addon {
  loaded ??= load(fileURLToPath(BINARY));
  return loaded;
}

export function load(path: string): Addon {
  if (!existsSync(path)) {
    throw new NativeLoadError(
      `The native image functions are not compiled: ${path} does not exist.`,
      'Run `npm run setup`; it needs a C++ compiler, make and Python 3 ' +
        '(Debian, Ubuntu: `apt-get install g++ make python3`; macOS: `xcode-select --install`; ' +
        'Windows: Visual Studio Build Tools with the C++ workload).',
    );
  }
  try {
    return createRequire(import.meta.url)(path) as Addon;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new NativeLoadError(
      `The native image functions could not be loaded on ${process.platform}-${process.arch}: ${detail}.`,
      'They may have been compiled on another machine: run `node native/build.mjs --force` to compile them here.',
      cause,
    );
  }
}
