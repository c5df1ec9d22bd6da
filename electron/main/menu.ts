import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../contract/shell.ts';
import { TEXTS } from './texts.ts';

export interface MenuActions {
  readonly command: (command: MenuCommand) => void;
  readonly open: () => void;
  readonly newWindow: () => void;
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };
const T = TEXTS.menu;

/** The menu as each platform's people expect it: on macOS settings and quitting are in the application's own menu. */
export function menuTemplate(
  platform: NodeJS.Platform,
  actions: MenuActions,
  isDevelopment: boolean,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => actions.command(name),
  });
  const settings = command(T.settings, 'open-settings', 'CmdOrCtrl+,');
  const about = command(T.about, 'open-about');

  return [
    ...(isMac ? [applicationMenu(about, settings)] : []),
    {
      label: T.file,
      submenu: [
        { label: T.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: actions.newWindow },
        { label: T.open, accelerator: 'CmdOrCtrl+O', click: actions.open },
        ...(isMac ? [recentMenu()] : []),
        SEPARATOR,
        command(T.export, 'start-export', 'CmdOrCtrl+E'),
        SEPARATOR,
        ...(isMac ? [{ role: 'close' } as const] : [settings, SEPARATOR, { role: 'quit' } as const]),
      ],
    },
    editMenu(isMac),
    {
      label: T.view,
      submenu: [
        command(T.library, 'open-library', 'CmdOrCtrl+1'),
        command(T.live, 'open-live', 'CmdOrCtrl+2'),
        command(T.trainer, 'open-trainer', 'CmdOrCtrl+3'),
        SEPARATOR,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        SEPARATOR,
        { role: 'togglefullscreen' },
        ...(isDevelopment
          ? [
              SEPARATOR,
              { role: 'reload', label: T.reload } as const,
              { role: 'toggleDevTools', label: T.developerTools } as const,
            ]
          : []),
      ],
    },
    { role: 'windowMenu', label: T.window },
    {
      role: 'help',
      label: T.help,
      // The page's own key is "?"; a menu cannot have a character as its key.
      submenu: [command(T.shortcuts, 'open-shortcuts', 'F1'), ...(isMac ? [] : [SEPARATOR, about])],
    },
  ];
}

function applicationMenu(
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      SEPARATOR,
      settings,
      SEPARATOR,
      { role: 'services' },
      SEPARATOR,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      SEPARATOR,
      { role: 'quit' },
    ],
  };
}

/** macOS fills it with what was given to `addRecentDocument`; Windows shows the same in the taskbar. */
function recentMenu(): MenuItemConstructorOptions {
  return {
    role: 'recentDocuments',
    label: T.recent,
    submenu: [{ role: 'clearRecentDocuments', label: T.clearRecent }],
  };
}

/** For text fields; without these roles macOS has no keys to copy and paste. The review's own undo is the page's. */
function editMenu(isMac: boolean): MenuItemConstructorOptions {
  return {
    label: T.edit,
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      SEPARATOR,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      ...(isMac ? [{ role: 'pasteAndMatchStyle' } as const] : []),
      { role: 'delete' },
      SEPARATOR,
      { role: 'selectAll' },
    ],
  };
}
