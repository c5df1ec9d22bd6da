import { join, sep } from 'node:path';

/**
 * The file below `root` that the path of an address names, or null for whatever is not plainly one: `..` in any
 * spelling, encoded slashes, backslashes, NUL, drive letters and streams of Windows. Files that are served have plain
 * names, so everything doubtful is refused instead of being made sense of. `/` is `index.html`.
 *
 * @param path as it stands in the address, still encoded, without query and fragment
 */
export function servedPath(root: string, path: string): string | null {
  if (!path.startsWith('/')) return null;
  if (path === '/') return join(root, 'index.html');
  const names = path.slice(1).split('/').map(decode);
  return names.every(isPlain) ? join(root, names.join(sep)) : null;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // Not a name in UTF-8; an empty one is refused like it.
    return '';
  }
}

/** A percent sign that is left was encoded twice. Names that end in a dot are `.`, `..`, and what Windows cuts short. */
function isPlain(name: string): boolean {
  return name !== '' && !/[/\\:%\p{Cc}]/u.test(name) && !/[. ]$/.test(name);
}
