/**
 * Throws for MessagePack in which containers lie deeper in each other than any request of ours. A decoder makes room
 * for each container when it sees the header; a megabyte of nested headers would make it take all the memory there is.
 */
export function refuseDeep(bytes: Uint8Array): void {
  /** Values still to come in each container that is open. */
  const open: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [children, length] = measure(bytes, at);
    at += length;
    if (children > 0) {
      open.push(children);
      if (open.length > MOST_DEPTH) throw new RangeError('too deep');
      continue;
    }
    while (open.length > 0 && --open[open.length - 1]! === 0) open.pop();
  }
}

/** A request is an object in a list in an object; inside lie at most lists of objects of lists. */
const MOST_DEPTH = 12;

/** Of the value at `at`: how many values it holds, and how many bytes it takes without them. */
function measure(bytes: Uint8Array, at: number): readonly [children: number, length: number] {
  const head = bytes[at]!;
  if (head < 0x80 || head >= 0xe0) return [0, 1];
  if (head < 0x90) return [2 * (head & 0x0f), 1];
  if (head < 0xa0) return [head & 0x0f, 1];
  if (head < 0xc0) return [0, 1 + (head & 0x1f)];
  const [sizeBytes, rest, holds] = FORMATS[head - 0xc0]!;
  if (sizeBytes === 0) return [0, 1 + rest];
  let size = 0;
  for (let i = 1; i <= sizeBytes; i++) size = 256 * size + (bytes[at + i] ?? 0);
  return holds > 0 ? [holds * size, 1 + sizeBytes] : [0, 1 + sizeBytes + rest + size];
}

/** From 0xc0 on: bytes of the size that follows, bytes besides, and how many values each of that size stands for. */
const FORMATS: readonly (readonly [sizeBytes: number, rest: number, holds: number])[] = [
  ...([
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ] as const), // nil, (never used), false, true
  ...([
    [1, 0, 0],
    [2, 0, 0],
    [4, 0, 0],
  ] as const), // bin
  ...([
    [1, 1, 0],
    [2, 1, 0],
    [4, 1, 0],
  ] as const), // ext: a byte of type besides
  ...([
    [0, 4, 0],
    [0, 8, 0],
  ] as const), // float
  ...([
    [0, 1, 0],
    [0, 2, 0],
    [0, 4, 0],
    [0, 8, 0],
  ] as const), // uint
  ...([
    [0, 1, 0],
    [0, 2, 0],
    [0, 4, 0],
    [0, 8, 0],
  ] as const), // int
  ...([
    [0, 2, 0],
    [0, 3, 0],
    [0, 5, 0],
    [0, 9, 0],
    [0, 17, 0],
  ] as const), // fixext
  ...([
    [1, 0, 0],
    [2, 0, 0],
    [4, 0, 0],
  ] as const), // str
  ...([
    [2, 0, 1],
    [4, 0, 1],
  ] as const), // array
  ...([
    [2, 0, 2],
    [4, 0, 2],
  ] as const), // map
];
