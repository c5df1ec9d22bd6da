/**
 * The only file that touches what is outside the page: the engine behind its carrier, the desktop shell where there is
 * one, and addresses of files. A connection that ends is made again; listeners stay.
 */
import type { Problem } from '../contract/channels/fields.ts';
import type { EventName, RequestName } from '../contract/channels/index.ts';
import {
  ENGINE_PORT,
  SHELL,
  type FileKind,
  type MenuCommand,
  type Shell,
  type Theme,
} from '../contract/shell.ts';
import { portCarrier } from './engine/port-carrier.ts';
import {
  connectEngine,
  EngineProblem,
  type Asks,
  type EngineClient,
  type EventOf,
  type Replies,
} from './engine/client.ts';
import { openSocket, takeToken, ticketFor, upload as sendFile } from './engine/web.ts';

export type { Asks, EventOf, Replies } from './engine/client.ts';
export { EngineProblem } from './engine/client.ts';

/** `connecting` at the start; `lost` after the connection ended, while it is tried again. */
export type Connection = 'connecting' | 'open' | 'lost';

const shell = (globalThis as { readonly [SHELL]?: Shell })[SHELL] ?? null;
const token = shell === null ? takeToken() : null;

let client: EngineClient | null = null;
let connection: Connection = 'connecting';
const waiting: ((client: EngineClient) => void)[] = [];
const watchers = new Set<(connection: Connection, problem: Problem | null) => void>();
const listeners = new Map<EventName, Set<(payload: never) => void>>();

/** A second after the connection ended, then less and less often, up to this. */
const RETRY_MAX_MS = 8000;

/** Opens the connection and keeps it open. Call once. */
export function connect(): void {
  if (shell === null) void connectSocket(500);
  else connectPort(shell);
}

/** Waits for the connection where there is none yet. Rejects with an `EngineProblem`. */
export async function call<Name extends RequestName>(name: Name, takes: Asks<Name>): Promise<Replies<Name>> {
  const open = client ?? (await new Promise<EngineClient>((resolve) => waiting.push(resolve)));
  return open.ask(name, takes);
}

/** Returns what ends the listening. */
export function on<Name extends EventName>(
  name: Name,
  listener: (payload: EventOf<Name>) => void,
): () => void {
  const heard = listeners.get(name) ?? new Set();
  listeners.set(name, heard);
  heard.add(listener);
  if (client !== null && heard.size === 1) forward(client, name);
  return () => heard.delete(listener);
}

/** Tells at once how it stands, and whenever that changes; a refusal comes with its problem. */
export function onConnection(
  listener: (connection: Connection, problem: Problem | null) => void,
): () => void {
  watchers.add(listener);
  listener(connection, null);
  return () => watchers.delete(listener);
}

export const carrier: 'electron' | 'browser' = shell === null ? 'browser' : 'electron';

/** What went wrong, as a person reads it, whatever was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof EngineProblem)
    return { code: error.code, message: error.message, remedy: error.remedy };
  throw error;
}

/** Where a dropped or chosen file lies; null in a browser, which does not tell. */
export function pathOf(file: File): string | null {
  const path = shell?.pathForFile(file) ?? '';
  return path === '' ? null : path;
}

/** Sends a file to the engine; for pages that cannot name its path. */
export function upload(
  file: File,
  onProgress: (sent01: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  if (token === null) throw new Error('internal: an upload where files have paths');
  return sendFile(token, file, onProgress, signal);
}

/** The sound of a session, for a media element. */
export async function soundUrl(session: string): Promise<string> {
  if (shell !== null) return `media://session/${session}`;
  return token === null ? '' : ticketFor(token, `/media/${session}`);
}

/** A file that a job wrote: shown in its folder, or downloaded. */
export async function openFile(job: string, name: string): Promise<void> {
  if (shell !== null) {
    await shell.showFile(job, name);
    return;
  }
  if (token === null) return;
  const link = document.createElement('a');
  link.href = await ticketFor(token, `/files/${job}/${encodeURIComponent(name)}`);
  link.download = name;
  link.click();
}

/** Paths a person chose in the system's dialog; null in a browser, which has none. */
export const chooseFiles: ((kind: FileKind) => Promise<readonly string[]>) | null =
  shell?.chooseFiles ?? null;
export const chooseFolder: (() => Promise<string | null>) | null = shell?.chooseFolder ?? null;

/** False where the system refused the camera. */
export const askForCamera = async (): Promise<boolean> => (shell === null ? true : shell.askForCamera());

export const setShellTheme = (theme: Theme): void => shell?.setTheme(theme);
export const addRecent = (path: string): void => shell?.addRecent(path);

export function onCommand(listener: (command: MenuCommand) => void): void {
  shell?.onCommand(listener);
}

export function onOpen(listener: (paths: readonly string[]) => void): void {
  shell?.onOpen(listener);
}

async function connectSocket(retryMs: number): Promise<void> {
  try {
    if (token === null) throw new EngineProblem(NO_TOKEN);
    adopt(connectEngine(await openSocket(token)));
  } catch (error) {
    tell(connection === 'open' ? 'lost' : connection, problemOf(error));
    if (token !== null)
      setTimeout(() => void connectSocket(Math.min(2 * retryMs, RETRY_MAX_MS)), 2 * retryMs);
  }
}

function connectPort(desktop: Shell): void {
  addEventListener('message', (event: MessageEvent) => {
    const port = event.ports[0];
    if (event.source !== window || event.data !== ENGINE_PORT || port === undefined) return;
    // The port before it is dead; its client need not tell so.
    const before = client;
    adopt(connectEngine(portCarrier(port)));
    before?.close();
  });
  desktop.connect();
}

function adopt(opened: EngineClient): void {
  client = opened;
  for (const [name, heard] of listeners) if (heard.size > 0) forward(opened, name);
  opened.onClose(() => {
    if (client !== opened) return;
    client = null;
    tell('lost', null);
    // In Electron the shell hands over a new port by itself.
    if (shell === null) setTimeout(() => void connectSocket(500), 500);
  });
  for (const resolve of waiting.splice(0)) resolve(opened);
  tell('open', null);
}

function forward(to: EngineClient, name: EventName): void {
  to.on(name, (payload) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(payload as never);
  });
}

function tell(now: Connection, problem: Problem | null): void {
  connection = now;
  for (const watcher of watchers) watcher(now, problem);
}

const NO_TOKEN: Problem = {
  code: 'no-token',
  message: 'This address lacks its key.',
  remedy: 'Open the address that "onset serve" printed, whole, with what stands behind #.',
};
