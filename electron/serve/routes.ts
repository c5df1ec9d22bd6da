/** What is answered to which address. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import * as v from 'valibot';
import { Id } from '../../contract/channels/fields.ts';
import type { PathQuestion } from '../../contract/engine-process.ts';
import { OnsetError } from '../../contract/errors.ts';
import { fileResponse } from '../delivery/file-response.ts';
import { contentSecurityPolicy } from '../delivery/page-headers.ts';
import { servedPath } from '../delivery/served-path.ts';
import { asked, HEADERS, readBody, refuse, writeJson, writeResponse } from './answers.ts';
import type { EngineLink } from './engine-link.ts';
import type { Guard } from './guard.ts';
import { takeUpload } from './upload.ts';

export interface Served {
  readonly guard: Guard;
  readonly engine: EngineLink;
  /** The built interface. */
  readonly rendererDir: string;
  readonly dataDir: string;
}

export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
): Promise<void> {
  const { guard } = served;
  const problem = guard.problemWith(request);
  if (problem !== null) {
    refuse(response, 403, new OnsetError('request-refused', { problem }));
    return;
  }
  // Not `new URL`: it would make sense of ".." before anybody could refuse it.
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const question = questionIn(path);
  if (question !== null) await answerFile(request, response, { path, query, question }, served);
  else if (path === '/upload' || path === '/ticket') await answerPost(request, response, path, served);
  else await answerPage(request, response, path, served);
}

/** The interface itself is no secret; what it can do wants the token. */
async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { rendererDir }: Served,
): Promise<void> {
  const file = servedPath(rendererDir, path);
  if (file === null) {
    refuse(response, 404, new OnsetError('request-refused', { problem: 'there is no such page' }));
    return;
  }
  const socket = `ws://${request.headers.host ?? ''}`;
  const policy = contentSecurityPolicy({ connect: `'self' ${socket}`, media: "'self' blob:" });
  await writeResponse(
    response,
    await fileResponse(file, asked(request), { ...HEADERS, 'Content-Security-Policy': policy }),
  );
}

async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  path: '/upload' | '/ticket',
  { guard, dataDir }: Served,
): Promise<void> {
  if (request.method !== 'POST') refuse(response, 405, refused('it is sent by POST'));
  else if (!guard.hasToken(request)) refuse(response, 401, refused(NO_TOKEN));
  else if (path === '/upload') await takeUpload(request, response, dataDir);
  else await giveTicket(request, response, guard);
}

async function giveTicket(request: IncomingMessage, response: ServerResponse, guard: Guard): Promise<void> {
  const asks = v.safeParse(TicketRequest, (await readBody(request, MOST_TICKET_BYTES)) ?? '');
  const question = asks.success ? questionIn(asks.output.path) : null;
  if (!asks.success || question === null) {
    refuse(response, 400, refused('nothing has such an address'));
    return;
  }
  const { path } = asks.output;
  const seconds = question.of === 'media' ? MEDIA_S : DOWNLOAD_S;
  writeJson(response, 200, { url: `${path}?ticket=${guard.ticket(path, seconds)}` });
}

const TicketRequest = v.pipe(v.string(), v.parseJson(), v.strictObject({ path: v.string() }));
const MOST_TICKET_BYTES = 4096;

/** A download begins when it is clicked. Sound is asked for piece by piece for as long as somebody reviews. */
const DOWNLOAD_S = 60;
const MEDIA_S = 8 * 60 * 60;

async function answerFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, query, question }: { path: string; query: string; question: PathQuestion },
  { guard, engine }: Served,
): Promise<void> {
  const ticket = new URLSearchParams(query).get('ticket');
  if (!guard.hasToken(request) && !(ticket !== null && guard.isTicket(ticket, path))) {
    refuse(response, 401, refused(NO_TOKEN));
    return;
  }
  const file = await engine.ask(question);
  if (file === null) {
    refuse(response, 404, refused('there is no such file'));
    return;
  }
  const headers = {
    ...HEADERS,
    // Whatever is in the file: it is no page of ours, loads nothing and runs nothing.
    'Content-Security-Policy': "sandbox; default-src 'none'",
    ...(question.of === 'file'
      ? { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(file))}` }
      : {}),
  };
  await writeResponse(response, await fileResponse(file, asked(request), headers));
}

/** `/media/SESSION` and `/files/JOB/NAME`. */
function questionIn(path: string): PathQuestion | null {
  const [, of, id, encoded] = /^\/(media|files)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!v.is(Id, id)) return null;
  if (of === 'media') return encoded === undefined ? { of, session: id } : null;
  const name = decoded(encoded ?? '');
  return name === null ? null : { of: 'file', job: id, name };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text) || null;
  } catch {
    // Nobody of ours writes such an address.
    return null;
  }
}

const NO_TOKEN = 'it does not have the token of this start';
const refused = (problem: string): OnsetError => new OnsetError('request-refused', { problem });
