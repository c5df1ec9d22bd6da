/**
 * What the desktop shell puts into its page: `window.onset`, a `Shell`. In a browser it is absent. It carries no
 * request of the engine: those go over a port, which the page gets as a message to its own window.
 */

/** The property of `window`. */
export const SHELL = 'onset';

/**
 * `data` of the window message whose `ports[0]` leads to the engine. One comes after `connect()`, and another each
 * time the engine was started again; the port before it is dead then. Take it only where `event.source === window`.
 */
export const ENGINE_PORT = 'onset-engine-port';

export const FILE_KINDS = ['video', 'session', 'model'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Entries of the menu that the page acts on. */
export const MENU_COMMANDS = [
  'open-library',
  'open-live',
  'open-trainer',
  'open-settings',
  'open-about',
  'open-shortcuts',
  'start-export',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

export interface Shell {
  readonly platform: 'windows' | 'mac' | 'linux';
  /** Asks for the engine: see `ENGINE_PORT`. Listen before calling. */
  readonly connect: () => void;
  /** The path of a dropped or chosen `File`; empty where it lies on no disk. */
  readonly pathForFile: (file: { readonly name: string; readonly size: number }) => string;
  /** Paths that a person chose; none where they cancelled. */
  readonly chooseFiles: (kind: FileKind) => Promise<readonly string[]>;
  readonly chooseFolder: () => Promise<string | null>;
  /** Shows a file that a job wrote in its folder. False where the engine knows no such file, or it is gone. */
  readonly showFile: (job: string, name: string) => Promise<boolean>;
  /** Before a camera is opened: macOS asks the person once. False where they refused. */
  readonly askForCamera: () => Promise<boolean>;
  /** Remembers a file among the system's recent ones. */
  readonly addRecent: (path: string) => void;
  /** Window frames, menus and dialogs follow. Kept for the next start. */
  readonly setTheme: (theme: Theme) => void;
  /** Listeners may be added late: what came before the first one is told to it. Each returns how to take it away. */
  readonly onCommand: (listener: (command: MenuCommand) => void) => () => void;
  /** Videos and sessions opened from outside: double-clicked, from the menu, by a second start. */
  readonly onOpen: (listener: (paths: readonly string[]) => void) => () => void;
}
