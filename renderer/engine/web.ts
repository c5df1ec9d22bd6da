/**
 * A page that `onset serve` gave: how it proves that it is the one whose address was printed, and what it can ask for
 * by HTTP. The token came in the address behind `#`, which browsers send nowhere; it is kept for this tab alone, so
 * that reloading works, and taken out of the address bar.
 */
import type { Carrier } from '../../contract/carrier.ts';
import { Id, Problem } from '../../contract/channels/fields.ts';
import * as v from 'valibot';
import { socketCarrier } from './socket-carrier.ts';
import { EngineProblem } from './client.ts';

/** Null where the page was opened without one. */
export function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(KEY);
}

/** Rejects with an `EngineProblem` where nobody answers or the token is not the right one. */
export async function openSocket(token: string): Promise<Carrier> {
  // Browsers can send no header with a WebSocket but its protocols; unlike an address, they stand in no log.
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/rpc`, ['onset', `token.${token}`]);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => {
      resolve();
    });
    socket.addEventListener('error', () => {
      reject(new EngineProblem(REFUSED));
    });
  });
  return socketCarrier(socket);
}

/** Sends a file; what it is called afterwards goes into `analysis.start`. Aborting leaves nothing behind. */
export function upload(
  token: string,
  file: File,
  onProgress: (share01: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Not fetch: it does not tell how much has been sent.
    const request = new XMLHttpRequest();
    request.open('POST', '/upload');
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onerror = () => {
      reject(new EngineProblem(REFUSED));
    };
    request.onabort = () => {
      reject(signal?.reason as Error);
    };
    request.onload = () => {
      const answer: unknown = request.response;
      if (v.is(v.object({ upload: Id }), answer)) resolve(answer.upload);
      else reject(new EngineProblem(v.is(Problem, answer) ? answer : REFUSED));
    };
    signal?.addEventListener('abort', () => {
      request.abort();
    });
    request.send(file);
  });
}

/**
 * An address that an `<audio>` or a download link can use, which cannot send the token: `/media/SESSION` or
 * `/files/JOB/NAME` with a ticket for this one thing (a minute to begin a download, hours for sound).
 */
export async function ticketFor(token: string, path: string): Promise<string> {
  const response = await fetch('/ticket', {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ path }),
  });
  const answer: unknown = await response.json();
  if (v.is(v.object({ url: v.string() }), answer)) return answer.url;
  throw new EngineProblem(v.is(Problem, answer) ? answer : REFUSED);
}

const KEY = 'onset.token';

const REFUSED: Problem = {
  code: 'connection-refused',
  message: 'Onset does not answer this page.',
  remedy: 'Open the address that "onset serve" printed, whole, with what stands behind #.',
};
