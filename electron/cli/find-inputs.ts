import { type Dirent, realpathSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { OnsetError } from '../../contract/errors.ts';

/** What is to be analyzed, and the base name of its results. */
export interface Input {
  /** As the person gave it. */
  readonly path: string;
  readonly name: string;
}

export interface Inputs {
  readonly inputs: readonly Input[];
  /** Arguments that lead to nothing that could be analyzed; they do not stop the others. */
  readonly failures: readonly { readonly path: string; readonly error: OnsetError }[];
  /** Arguments that name an input a second time. */
  readonly repeated: readonly string[];
}

/**
 * By extension, because opening every file of a folder takes minutes on a network share. A file named outright needs
 * none.
 */
const VIDEO =
  /\.(3gp|asf|avi|flv|h26[45]|hevc|m2ts|m4v|mjpe?g|mkv|mov|mp4|mpe?g|mts|mxf|ogv|ts|vob|webm|wmv|y4m)$/i;
const IMAGE = /\.(bmp|jpe?g|png|tiff?|webp)$/i;

/**
 * A file is one input. A folder that holds videos is each of them; a folder that holds only images is one input, as
 * the data sets come. Folders inside folders are not entered.
 */
export function findInputs(paths: readonly string[]): Inputs {
  const failures: { path: string; error: OnsetError }[] = [];
  const repeated: string[] = [];
  const found = new Map<string, string>();
  for (const argument of paths) {
    try {
      for (const path of expand(argument)) {
        const real = realpathSync(path);
        if (found.has(real)) repeated.push(path);
        else found.set(real, path);
      }
    } catch (error) {
      if (!(error instanceof OnsetError)) throw error;
      failures.push({ path: argument, error: error as OnsetError });
    }
  }
  return { inputs: nameInputs([...found.values()]), failures, repeated };
}

function expand(path: string): string[] {
  const entries = read(path);
  if (entries === null) return [path];
  const files = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const videos = files.filter((name) => VIDEO.test(name));
  if (videos.length > 0) return videos.toSorted(naturally).map((name) => join(path, name));
  if (files.some((name) => IMAGE.test(name))) return [path];
  throw new OnsetError('input-empty-folder', { path });
}

/** The entries of a folder; null for anything that is no folder. */
function read(path: string): Dirent[] | null {
  try {
    return statSync(path).isDirectory() ? readdirSync(path, { withFileTypes: true }) : null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new OnsetError('input-not-found', { path }, error);
    throw new OnsetError('input-unreadable', { path, reason: message }, error);
  }
}

/**
 * The file's name without its extension. Where that is not enough to tell inputs apart, with the extension
 * (`clip.mov`, `clip.mp4`); where that is not either, with the folder before it (`monday-clip`, `tuesday-clip`).
 */
function nameInputs(paths: readonly string[]): Input[] {
  const schemes: ((path: string) => string)[] = [
    (path) => basename(path, extname(path)),
    (path) => basename(path),
    (path) => `${basename(dirname(path))}-${basename(path)}`,
  ];
  const taken = new Set<string>();
  let open = paths.map((path) => resolve(path));
  const names = new Map<string, string>();
  for (const scheme of schemes) {
    const counts = Map.groupBy(open, (path) => caseless(scheme(path)));
    const clear = open.filter((path) => counts.get(caseless(scheme(path)))!.length === 1);
    for (const path of clear.filter((candidate) => !taken.has(caseless(scheme(candidate))))) {
      names.set(path, scheme(path));
      taken.add(caseless(scheme(path)));
    }
    open = open.filter((path) => !names.has(path));
  }
  for (const path of open) names.set(path, numbered(schemes[2]!(path), taken));
  return paths.map((path) => ({ path, name: names.get(resolve(path))! }));
}

function numbered(name: string, taken: Set<string>): string {
  for (let number = 2; ; number++) {
    const candidate = `${name}-${number}`;
    if (taken.has(caseless(candidate))) continue;
    taken.add(caseless(candidate));
    return candidate;
  }
}

/** macOS and Windows keep one file where names differ in case only. */
const caseless = (name: string): string => name.toLowerCase();

const naturally = (x: string, y: string): number => x.localeCompare(y, 'en', { numeric: true });
