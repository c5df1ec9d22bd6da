/** How answers are written to a browser. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { OnsetError } from '../../contract/errors.ts';
import { PAGE_HEADERS } from '../delivery/page-headers.ts';

/** Nothing of what is served may be kept by a browser: another start has another token and perhaps another version. */
export const HEADERS: Readonly<Record<string, string>> = { ...PAGE_HEADERS, 'Cache-Control': 'no-store' };

export function writeJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/** A refusal as pages know it. What is still being sent is not read: the connection ends. */
export function refuse(response: ServerResponse, status: number, error: OnsetError): void {
  response.shouldKeepAlive = false;
  const { code, message, remedy } = error;
  writeJson(response, status, { code, message, remedy });
}

/** Writes what `fileResponse` made of a file. An asker that goes away in the middle is no failure. */
export async function writeResponse(response: ServerResponse, made: Response): Promise<void> {
  response.writeHead(made.status, Object.fromEntries(made.headers));
  if (made.body === null) {
    response.end();
    return;
  }
  const body = Readable.fromWeb(made.body);
  try {
    await pipeline(body, response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

/** Node's request as the web's, as far as it decides on an answer. */
export const asked = (request: IncomingMessage): { method: string; headers: Headers } => ({
  method: request.method ?? 'GET',
  headers: new Headers(request.headers.range === undefined ? {} : { Range: request.headers.range }),
});

/** A body of at most `most` bytes; null where it is longer. */
export async function readBody(request: IncomingMessage, most: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
