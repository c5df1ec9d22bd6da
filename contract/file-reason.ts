const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'the folder cannot be made there',
  ENOTDIR: 'a part of it is a file, not a folder',
};

/** Why the system would not write a file or make a folder, in words for the middle of a sentence. */
export function reasonOfWriting(error: unknown): string {
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return REASONS[code ?? ''] ?? message ?? String(error);
}
