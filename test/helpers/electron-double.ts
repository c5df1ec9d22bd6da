/**
 * Electron as far as the shell uses it, for a machine without its binary: `vi.mock('electron', () => import(…))`. It
 * keeps the rules that a shell can break: what must happen before or after `ready`, one handler a channel, what
 * survives a structured clone, that only ports are transferred and only once, that the bridge lets through functions
 * and plain values. Types are the real package's, so a member that Electron lacks or has otherwise does not compile.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants, tmpdir } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type Electron from 'electron';

type Listener = (...args: never[]) => unknown;

// ---------------------------------------------------------------- the application

class AppDouble extends EventEmitter {
  isPackaged = false;
  isOnly = true;
  sandboxed = false;
  quits = 0;
  userData = tmpdir();
  readonly recent: string[] = [];
  readonly switches = new Map<string, string>();
  readonly lockData: unknown[] = [];
  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => {
      beforeReady('commandLine.appendSwitch');
      this.switches.set(name, value);
    },
  };
  #ready = Promise.withResolvers<undefined>();
  isReadyNow = false;

  enableSandbox(): void {
    beforeReady('app.enableSandbox');
    this.sandboxed = true;
  }
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    this.lockData.push(structuredClone(data));
    return this.isOnly;
  }
  isReady(): boolean {
    return this.isReadyNow;
  }
  async whenReady(): Promise<void> {
    await this.#ready.promise;
  }
  getPath(): string {
    return this.userData;
  }
  addRecentDocument(path: string): void {
    this.recent.push(path);
  }
  quit(): void {
    this.quits++;
    const event = preventable();
    this.emit('will-quit', event);
    if (!event.isPrevented) this.emit('quit', {}, 0);
  }

  /** What Electron does once the main module has been run to its end. */
  async becomeReady(): Promise<void> {
    this.isReadyNow = true;
    this.#ready.resolve(undefined);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const appDouble = new AppDouble();
export const app = appDouble satisfies Partial<Record<keyof Electron.App, unknown>>;

function beforeReady(what: string): void {
  if (appDouble.isReadyNow) throw new Error(`${what} after ready`);
}
function afterReady(what: string): void {
  if (!appDouble.isReadyNow) throw new Error(`${what} before ready`);
}

// ---------------------------------------------------------------- sessions and schemes

export const protocol = {
  privileged: [] as Electron.CustomScheme[],
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    beforeReady('protocol.registerSchemesAsPrivileged');
    if (this.privileged.length > 0) throw new Error('registerSchemesAsPrivileged twice');
    this.privileged.push(...schemes);
  },
};

class SessionDouble {
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null;
  devicePermission: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;
  displayMedia: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0] = null;
  beforeRequest:
    | ((
        details: Electron.OnBeforeRequestListenerDetails,
        callback: (response: Electron.CallbackResponse) => void,
      ) => void)
    | null = null;
  spellChecker = true;
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
      afterReady('protocol.handle');
      if (this.handlers.has(scheme)) throw new Error(`protocol.handle('${scheme}') twice`);
      if (!protocol.privileged.some((custom) => custom.scheme === scheme)) {
        throw new Error(`${scheme}: is no standard scheme`);
      }
      this.handlers.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<SessionDouble['beforeRequest']>): void => {
      this.beforeRequest = listener;
    },
  };

  setPermissionRequestHandler(handler: SessionDouble['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: SessionDouble['permissionCheck']): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: SessionDouble['devicePermission']): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: SessionDouble['displayMedia']): void {
    this.displayMedia = handler;
  }
  setSpellCheckerEnabled(isOn: boolean): void {
    this.spellChecker = isOn;
  }

  /** What a page gets for an address: null where the request was cancelled. */
  async load(url: string, headers: Record<string, string> = {}): Promise<Response | null> {
    const answers: Electron.CallbackResponse[] = [];
    this.beforeRequest?.({ url } as Electron.OnBeforeRequestListenerDetails, (answer) =>
      answers.push(answer),
    );
    const handler = this.handlers.get(url.slice(0, url.indexOf(':')));
    if (answers[0]?.cancel === true || handler === undefined) return null;
    // Node's Request tidies addresses up; Chromium's hands over what was asked for.
    const request = Object.defineProperty(new Request('about:blank', { headers }), 'url', { value: url });
    return handler(request);
  }
}

const defaultSession = new SessionDouble();
defaultSession satisfies Partial<Record<keyof Electron.Session, unknown>> & object;
export const session = {
  get defaultSession(): SessionDouble {
    afterReady('session.defaultSession');
    return defaultSession;
  },
};

// ---------------------------------------------------------------- ports and the engine's process

export class PortDouble extends EventEmitter {
  readonly port: MessagePort;
  isTransferred = false;
  constructor(port: MessagePort) {
    super();
    this.port = port;
  }
  postMessage(message: unknown, transfer: readonly PortDouble[] = []): void {
    // Onset sends no port over a port, so what arrives carries none.
    this.port.postMessage(message, handOver(transfer));
  }
  start(): void {
    this.port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    this.port.on('close', () => this.emit('close'));
  }
  close(): void {
    this.port.close();
  }
}

/** Electron transfers ports and nothing else, each once. */
function handOver(transfer: readonly PortDouble[]): MessagePort[] {
  return transfer.map((port) => {
    if (!(port instanceof PortDouble)) throw new TypeError('only MessagePortMain can be transferred');
    if (port.isTransferred) throw new TypeError('the port was transferred before');
    port.isTransferred = true;
    return port.port;
  });
}

export class MessageChannelMain {
  readonly port1: PortDouble;
  readonly port2: PortDouble;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortDouble(port1);
    this.port2 = new PortDouble(port2);
  }
}

/**
 * A utility process as a child process of Node's, in which a shim makes `process.parentPort` as Electron has it. Ports
 * cannot be handed to another process here, so their messages are relayed.
 */
export class UtilityProcessDouble extends EventEmitter {
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  readonly sent: unknown[] = [];
  readonly #child: ChildProcess;
  readonly #ports: MessagePort[] = [];

  constructor(modulePath: string) {
    super();
    const shim = `data:text/javascript,${encodeURIComponent(SHIM)}`;
    this.#child = fork(modulePath, [], {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', shim],
      silent: true,
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    this.#child.on('message', (message: Relayed) => {
      if (message.port === null) this.emit('message', message.data);
      else if (message.isClosed) this.#ports[message.port]!.close();
      else this.#ports[message.port]!.postMessage(message.data);
    });
    this.#child.on('close', (code, signal) => {
      for (const port of this.#ports) port.close();
      this.emit('exit', code ?? constants.signals[signal!]);
    });
  }
  postMessage(message: unknown, transfer: readonly PortDouble[] = []): void {
    this.sent.push(message);
    const ports = handOver(transfer).map((port) => {
      const number = this.#ports.push(port) - 1;
      port.on('message', (data: unknown) => this.#send({ port: number, data }));
      port.on('close', () => this.#send({ port: number, isClosed: true }));
      return number;
    });
    this.#send({ port: null, data: message, ports });
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
  /** As when the system ends it, or it ends itself over a fault. */
  async crash(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.on('close', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
  #send(message: object): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

type Relayed = { readonly port: number | null; readonly data: unknown; readonly isClosed?: boolean };

/**
 * Runs before the module: there is no `process.send` in a utility process, but a parent port that waits for a listener.
 */
const SHIM = `
  import { EventEmitter } from 'node:events';
  import { isMainThread } from 'node:worker_threads';
  // Worker threads take over the options that brought this here.
  if (isMainThread) {
  const send = process.send.bind(process);
  const relay = (message) => { if (process.connected) send(message, () => undefined); };
  process.send = undefined;
  const ports = new Map();
  class Port extends EventEmitter {
    #waiting = [];
    #isStarted = false;
    constructor(number) { super(); this.number = number; ports.set(number, this); }
    postMessage(data) { relay({ port: this.number, data }); }
    start() { this.#isStarted = true; for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] }); }
    take(data) { if (this.#isStarted) this.emit('message', { data, ports: [] }); else this.#waiting.push(data); }
    close() { relay({ port: this.number, isClosed: true }); }
  }
  const parentPort = new EventEmitter();
  parentPort.postMessage = (data) => relay({ port: null, data });
  const early = [];
  parentPort.on('newListener', (name) => {
    if (name === 'message') setImmediate(() => { for (const event of early.splice(0)) parentPort.emit('message', event); });
  });
  process.parentPort = parentPort;
  process.on('message', ({ port, data, ports: numbers, isClosed }) => {
    if (port !== null) return isClosed ? ports.get(port).emit('close') : ports.get(port).take(data);
    const event = { data, ports: numbers.map((number) => new Port(number)) };
    if (parentPort.listenerCount('message') > 0 && early.length === 0) parentPort.emit('message', event);
    else early.push(event);
  });
  process.on('disconnect', () => process.exit(1));
  }
`;

export const utilityProcess = {
  started: [] as UtilityProcessDouble[],
  options: [] as (Electron.ForkOptions | undefined)[],
  asked: [] as string[],
  /** What is run in place of the built engine. */
  use: '',
  fork(modulePath: string, _args?: string[], options?: Electron.ForkOptions): UtilityProcessDouble {
    afterReady('utilityProcess.fork');
    const started = new UtilityProcessDouble(this.use || modulePath);
    this.asked.push(modulePath);
    this.options.push(options);
    this.started.push(started);
    return started;
  },
};

// ---------------------------------------------------------------- windows and pages

function preventable(): { isPrevented: boolean; preventDefault(): void } {
  return {
    isPrevented: false,
    preventDefault() {
      this.isPrevented = true;
    },
  };
}

/** A page and, in the same object, what its preload script finds as `ipcRenderer`. */
export class PageDouble extends EventEmitter {
  /** What the preload script hears. */
  readonly renderer = new EventEmitter();
  readonly mainFrame = { url: 'app://onset/', origin: 'app://onset', parent: null as unknown };
  windowOpen: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null;
  webRtcPolicy = '';
  loads: string[] = [];
  reloads = 0;

  constructor() {
    super();
    appDouble.emit('web-contents-created', {}, this);
  }
  send(channel: string, ...args: unknown[]): void {
    this.renderer.emit(channel, { ports: [] }, ...args.map((arg) => structuredClone(arg)));
  }
  postMessage(channel: string, message: unknown, transfer: readonly PortDouble[] = []): void {
    const event = { ports: handOver(transfer) };
    this.renderer.emit(channel, event, structuredClone(message));
  }
  setWindowOpenHandler(handler: PageDouble['windowOpen']): void {
    this.windowOpen = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  reload(): void {
    this.reloads++;
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
  }

  /** Whether the page would go there. */
  wouldGoTo(url: string, event = 'will-navigate'): boolean {
    const details = { ...preventable(), url };
    this.emit(event, details);
    return !details.isPrevented;
  }
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static getAllWindows = (): BrowserWindow[] => BrowserWindow.all;
  static getFocusedWindow = (): BrowserWindow | null => BrowserWindow.all.at(-1) ?? null;
  static fromWebContents = (contents: PageDouble): BrowserWindow | null =>
    BrowserWindow.all.find((window) => window.webContents === contents) ?? null;

  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new PageDouble();
  bounds: Electron.Rectangle;
  state = { maximized: false, fullScreen: false, minimized: false, shown: false, destroyed: false };

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    afterReady('new BrowserWindow');
    this.options = options;
    this.bounds = { x: 0, y: 0, width: 800, height: 600, ...options };
    BrowserWindow.all.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.webContents.loads.push(url);
    return Promise.resolve();
  }
  maximize(): void {
    this.state.maximized = true;
  }
  setFullScreen(isFull: boolean): void {
    this.state.fullScreen = isFull;
  }
  isMaximized = (): boolean => this.state.maximized;
  isFullScreen = (): boolean => this.state.fullScreen;
  isMinimized = (): boolean => this.state.minimized;
  isDestroyed = (): boolean => this.state.destroyed;
  restore(): void {
    this.state.minimized = false;
  }
  show(): void {
    this.state.shown = true;
  }
  focus(): void {
    this.emit('focus');
  }
  getNormalBounds = (): Electron.Rectangle => this.bounds;

  /** As when a person closes it. */
  close(): void {
    this.emit('close', {});
    this.state.destroyed = true;
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (BrowserWindow.all.length === 0) appDouble.emit('window-all-closed');
  }
}

// ---------------------------------------------------------------- messages between page and main

const handlers = new Map<string, Listener>();
class IpcMainDouble extends EventEmitter {
  handle(channel: string, listener: Listener): void {
    if (handlers.has(channel)) throw new Error(`a second handler for ${channel}`);
    handlers.set(channel, listener);
  }
  get channels(): string[] {
    return [...handlers.keys(), ...(this.eventNames() as string[])];
  }
}
export const ipcMain = new IpcMainDouble();

type Frame = PageDouble['mainFrame'];
/** A message as any page could send it, from any frame. */
export async function sendToMain(
  page: PageDouble,
  channel: string,
  given: unknown,
  senderFrame: Frame | null = page.mainFrame,
): Promise<unknown> {
  const event = { sender: page, senderFrame };
  const handler = handlers.get(channel);
  const copy = structuredClone(given);
  if (handler === undefined) return void ipcMain.emit(channel, event, copy);
  return structuredClone(await handler(event as never, copy as never));
}

let pageOfPreload: PageDouble | null = null;
/** The page that the preload script is loaded for next. */
export function enterPage(page: PageDouble): void {
  pageOfPreload = page;
}
function ofPreload(): PageDouble {
  if (pageOfPreload === null) throw new Error('a preload script outside a page');
  return pageOfPreload;
}

export const ipcRenderer = {
  on: (channel: string, listener: Listener) => ofPreload().renderer.on(channel, listener as never),
  off: (channel: string, listener: Listener) => ofPreload().renderer.off(channel, listener as never),
  send: (channel: string, given?: unknown) => void sendToMain(ofPreload(), channel, given),
  invoke: (channel: string, given?: unknown) => sendToMain(ofPreload(), channel, given),
};

export const contextBridge = {
  exposed: {} as Record<string, Record<string, unknown>>,
  exposeInMainWorld(name: string, api: Record<string, unknown>): void {
    if (name in this.exposed) throw new Error(`${name} is exposed already`);
    this.exposed[name] = bridged(api) as Record<string, unknown>;
  },
};

/** Functions become functions, everything else a copy; what cannot be copied cannot pass. */
function bridged(value: unknown): unknown {
  if (typeof value === 'function') {
    const passed = value as (...args: unknown[]) => unknown;
    return (...args: unknown[]) => bridged(passed(...args.map(bridged)));
  }
  if (value instanceof Promise) return value.then(bridged);
  // A `File` is one of the few objects that pass as they are.
  if (value instanceof File) return value;
  if (Array.isArray(value)) return value.map(bridged);
  if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError('cannot pass the bridge');
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bridged(one)])));
  }
  return value;
}

export const webUtils = {
  getPathForFile: (file: File & { readonly path?: string }): string => {
    if (!(file instanceof File)) throw new TypeError('not a File');
    return file.path ?? '';
  },
};

// ---------------------------------------------------------------- the rest of the desktop

export const Menu = {
  template: [] as Electron.MenuItemConstructorOptions[],
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu(menu: Electron.MenuItemConstructorOptions[]): void {
    this.template = menu;
  },
};

export const dialog = {
  /** What a person does with the next ones. */
  choose: [] as string[][],
  press: [] as number[],
  shown: [] as unknown[],
  showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    this.shown.push(args.at(-1));
    const filePaths = this.choose.shift() ?? [];
    return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
  },
  showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    this.shown.push(args.at(-1));
    const { cancelId } = args.at(-1) as Electron.MessageBoxOptions;
    return Promise.resolve({ response: this.press.shift() ?? cancelId ?? 0, checkboxChecked: false });
  },
  showErrorBox(title: string, content: string): void {
    this.shown.push({ title, content });
  },
};

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: true };
export const powerMonitor = new EventEmitter();
export const powerSaveBlocker = {
  /** Kinds of those in force, by their number. */
  started: new Map<number, string>(),
  next: 0,
  start(kind: string): number {
    this.started.set(this.next, kind);
    return this.next++;
  },
  stop(id: number): boolean {
    return this.started.delete(id);
  },
};
export const screen = {
  workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  getAllDisplays(): { workArea: Electron.Rectangle }[] {
    afterReady('screen');
    return this.workAreas.map((workArea) => ({ workArea }));
  },
};
export const shell = {
  shown: [] as string[],
  showItemInFolder(path: string): void {
    this.shown.push(path);
  },
};
export const systemPreferences = { askForMediaAccess: (): Promise<boolean> => Promise.resolve(true) };
