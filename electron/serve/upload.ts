/** A file that a page sends: written to disk as it comes, whole or not at all. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OnsetError } from '../../contract/errors.ts';
import { reasonOfWriting } from '../../contract/file-reason.ts';
import { refuse, writeJson } from './answers.ts';
import { safeFileName } from './file-name.ts';

/** Analysing and exporting need room besides, and a full disk harms more than Onset. */
const KEEP_FREE_BYTES = 512 * 2 ** 20;

/** How much of a file goes onto the disk before it is looked again at how much room is left. */
const LOOK_EVERY_BYTES = 64 * 2 ** 20;

export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  dataDir: string,
  freeBytes: (folder: string) => Promise<number> = freeBytesAt,
): Promise<void> {
  const upload = randomBytes(8).toString('hex');
  const folder = join(dataDir, 'uploads', upload);
  const part = `${folder}.part`;
  const name = nameOf(request);
  const announced = Number(request.headers['content-length'] ?? 0);
  const room = async (neededBytes: number): Promise<void> => {
    const free = await freeBytes(dataDir);
    if (free - neededBytes < KEEP_FREE_BYTES) throw noRoom(name, neededBytes, free);
  };
  try {
    await room(announced);
    await mkdir(part, { mode: 0o700 });
    // Not the request itself: a disk that fills up would end it with the writing, and the page would never hear why.
    const bytes = request.iterator({ destroyOnReturn: false });
    await pipeline(bytes, looking(room), createWriteStream(join(part, name), { flags: 'wx', mode: 0o600 }));
    await rename(part, folder);
    writeJson(response, 200, { upload });
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    // A page that went away hears nothing any more.
    if (response.destroyed || request.errored) return;
    // What is still on its way is read and dropped: a browser that is cut off in its sending may not read the answer.
    request.resume();
    if (error instanceof OnsetError) refuse(response, 413, error as OnsetError);
    else if (isOfTheSystem(error)) refuse(response, 507, unwritable(name, error));
    else throw error;
  }
}

function looking(room: (neededBytes: number) => Promise<void>): Transform {
  let sinceLook = 0;
  return new Transform({
    transform(bytes: Buffer, _, done) {
      sinceLook += bytes.length;
      if (sinceLook < LOOK_EVERY_BYTES) {
        done(null, bytes);
        return;
      }
      sinceLook = 0;
      room(0).then(
        () => {
          done(null, bytes);
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
    },
  });
}

function nameOf({ headers }: IncomingMessage): string {
  const given = headers['x-file-name'];
  try {
    return safeFileName(decodeURIComponent(typeof given === 'string' ? given : ''));
  } catch {
    // Not encoded as a page of ours does it: then it goes by a name of ours.
    return safeFileName('');
  }
}

async function freeBytesAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const MB = 1e6;
const noRoom = (name: string, neededBytes: number, freeBytes: number): OnsetError =>
  new OnsetError('upload-no-room', {
    name,
    neededMb: Math.ceil((neededBytes + KEEP_FREE_BYTES) / MB),
    freeMb: Math.floor(freeBytes / MB),
  });

const unwritable = (name: string, error: unknown): OnsetError =>
  new OnsetError('output-unwritable', { path: basename(name), reason: reasonOfWriting(error) }, error);

const isOfTheSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
