/** What a `Range` header asks of a file, by RFC 9110 section 14. Both ends are included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * `whole`: no range, or one that a server does not have to understand (another unit, several ranges, nonsense), which
 * is answered with the whole file. `unsatisfiable`: well formed, but beyond the end.
 */
export function parseByteRange(
  header: string | null,
  sizeBytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole';
  if (first === '') return lastBytes(Number(last), sizeBytes);
  const from = Number(first);
  const to = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== '' && Number(last) < from) return 'whole';
  return from < sizeBytes ? { from, to } : 'unsatisfiable';
}

function lastBytes(count: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  if (count === 0 || sizeBytes === 0) return 'unsatisfiable';
  return { from: Math.max(0, sizeBytes - count), to: sizeBytes - 1 };
}
