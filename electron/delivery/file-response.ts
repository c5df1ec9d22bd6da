import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ByteRange, parseByteRange } from './byte-range.ts';
import { contentType } from './content-type.ts';

/**
 * A file as a server answers with it: 200, 206 for a range, 416 for one beyond the end, 404 where there is none, 405
 * for anything but GET and HEAD. The file is closed when its last byte was read or the asker went away.
 */
export async function fileResponse(
  path: string,
  request: { readonly method: string; readonly headers: Headers },
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { ...headers, Allow: 'GET, HEAD' } });
  }
  const file = await openFile(path);
  if (file === null) return new Response(null, { status: 404, headers });
  const range = parseByteRange(request.headers.get('Range'), file.sizeBytes);
  if (range === 'unsatisfiable') {
    await file.handle.close();
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'Content-Range': `bytes */${file.sizeBytes}` },
    });
  }
  const described = { ...headers, 'Content-Type': contentType(path), 'Accept-Ranges': 'bytes' };
  const { from, to } = range === 'whole' ? { from: 0, to: file.sizeBytes - 1 } : range;
  const init = {
    status: range === 'whole' ? 200 : 206,
    headers: {
      ...described,
      'Content-Length': String(to - from + 1),
      ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${from}-${to}/${file.sizeBytes}` }),
    },
  };
  if (request.method === 'HEAD' || to < from) {
    await file.handle.close();
    return new Response(null, init);
  }
  return new Response(bytesOf(file.handle, { from, to }), init);
}

async function openFile(path: string): Promise<{ handle: FileHandle; sizeBytes: number } | null> {
  let handle: FileHandle;
  try {
    handle = await open(path);
  } catch (error) {
    // Missing, a folder on Windows, or not ours to read: for who asks there is no such file.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, sizeBytes: stat.size };
  await handle.close();
  return null;
}

function bytesOf(handle: FileHandle, { from, to }: ByteRange): ReadableStream<Uint8Array> {
  const stream = handle.createReadStream({ start: from, end: to });
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
