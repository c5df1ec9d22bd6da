import { protocol, type Session } from 'electron';
import { fileResponse } from '../delivery/file-response.ts';
import { contentSecurityPolicy, PAGE_HEADERS } from '../delivery/page-headers.ts';
import { servedPath } from '../delivery/served-path.ts';
import { mediaSession, pagePath } from './addresses.ts';

/** Before the application is ready: schemes of our own that count as secure places with an origin. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: 'media', privileges: { standard: true, secure: true, stream: true } },
  ]);
}

/** The page asks for files of its own and for sound and video by session; every other address is 404. */
export function setUpSchemes(
  session: Session,
  rendererDir: string,
  mediaPath: (session: string) => Promise<string | null>,
): void {
  session.protocol.handle('app', (request) => respondWithPage(request, rendererDir));
  session.protocol.handle('media', (request) => respondWithMedia(request, mediaPath));
}

const PAGE_POLICY = contentSecurityPolicy({ connect: "'self'", media: 'media:' });

async function respondWithPage(request: Request, rendererDir: string): Promise<Response> {
  const path = pagePath(request.url);
  const file = path === null ? null : servedPath(rendererDir, path);
  const headers = { ...PAGE_HEADERS, 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-cache' };
  return file === null ? new Response(null, { status: 404, headers }) : fileResponse(file, request, headers);
}

async function respondWithMedia(
  request: Request,
  mediaPath: (session: string) => Promise<string | null>,
): Promise<Response> {
  const session = mediaSession(request.url);
  const path = session === null ? null : await mediaPath(session);
  // The page is of another scheme, hence another origin; only this application can ask at all.
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
  };
  return path === null ? new Response(null, { status: 404, headers }) : fileResponse(path, request, headers);
}
