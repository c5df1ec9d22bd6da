import { mkdtempSync, readlinkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fileResponse } from './file-response.ts';

const BYTES = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251);
let folder: string;
let video: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset delivery '));
  video = join(folder, 'clip.mp4');
  writeFileSync(video, BYTES);
  writeFileSync(join(folder, 'empty.vtt'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string, range?: string, method = 'GET'): Promise<Response> =>
  fileResponse(
    path,
    { method, headers: new Headers(range === undefined ? {} : { Range: range }) },
    { X: 'y' },
  );
const bytes = async (response: Response): Promise<Uint8Array> => new Uint8Array(await response.arrayBuffer());

test('a whole file', async () => {
  const response = await get(video);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toEqual({
    'accept-ranges': 'bytes',
    'content-length': '300000',
    'content-type': 'video/mp4',
    x: 'y',
  });
  expect(await bytes(response)).toEqual(BYTES);
});

test('a range is exactly those bytes', async () => {
  const response = await get(video, 'bytes=65530-131080');
  expect(response.status).toBe(206);
  expect(response.headers.get('Content-Range')).toBe('bytes 65530-131080/300000');
  expect(response.headers.get('Content-Length')).toBe('65551');
  expect(await bytes(response)).toEqual(BYTES.slice(65_530, 131_081));
});

test('what is beyond the end, not a file, or not asked for by GET', async () => {
  const beyond = await get(video, 'bytes=300000-');
  expect([beyond.status, beyond.headers.get('Content-Range')]).toEqual([416, 'bytes */300000']);
  expect((await get(join(folder, 'missing.mp4'))).status).toBe(404);
  expect((await get(folder)).status).toBe(404);
  expect((await get(video, undefined, 'POST')).status).toBe(405);
});

test('an empty file and a HEAD have no body', async () => {
  const empty = await get(join(folder, 'empty.vtt'));
  expect([empty.status, empty.headers.get('Content-Length'), await empty.text()]).toEqual([200, '0', '']);
  const head = await get(video, 'bytes=0-9', 'HEAD');
  expect([head.status, head.headers.get('Content-Length'), await head.text()]).toEqual([206, '10', '']);
});

test.skipIf(process.platform !== 'linux')('no file stays open, also when the asker goes away', async () => {
  await bytes(await get(video));
  await get(video, 'bytes=999999-');
  await get(video, undefined, 'HEAD');
  const half = await get(video);
  await half.body?.cancel();
  await vi.waitFor(() => expect(openFiles()).not.toContain(video));
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return ''; // closed between the two calls: that of readdir itself
    }
  });
}
