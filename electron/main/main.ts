/**
 * The desktop application: windows round the page, the engine in a process of its own, and nothing in between. What is
 * measured and what is shown is known elsewhere.
 */
import { resolve } from 'node:path';
import { app, Menu, session } from 'electron';
import type { MenuCommand } from '../../contract/shell.ts';
import { chooseFiles } from './dialogs.ts';
import { setUpEngine } from './engine-process.ts';
import { menuTemplate } from './menu.ts';
import { setUpNavigationLimits } from './navigation.ts';
import { setUpNoNetwork, silenceChromium } from './no-network.ts';
import { setUpOpenedFiles, type OpenedFiles } from './opened-files.ts';
import { setUpPageCalls } from './page-calls.ts';
import { PageMessages } from './page-messages.ts';
import { RENDERER } from './paths.ts';
import { setUpPermissions } from './permissions.ts';
import { setUpPower } from './power.ts';
import { setUpQuitting } from './quitting.ts';
import { registerSchemes, setUpSchemes } from './scheme-handlers.ts';
import { openShellState } from './shell-state.ts';
import { setUpTheme } from './theme.ts';
import { currentWindow, openWindow, showWindow, type Window } from './windows.ts';

app.enableSandbox();
silenceChromium(app);
registerSchemes();
setUpNavigationLimits(app);

// In a checkout this file is among the arguments, after whatever switches a debugger or a test put before it.
const given = process.argv.slice(1).filter((argument) => resolve(argument) !== import.meta.filename);
const opened = setUpOpenedFiles(app, given, process.cwd());
if (opened === null) app.quit();
// Not awaited: Electron becomes ready only after this module has been run to its end.
else void app.whenReady().then(() => start(opened));

function start(opened: OpenedFiles): void {
  const state = openShellState(app.getPath('userData'));
  const messages = new PageMessages();
  const engine = setUpEngine();
  setUpPermissions(session.defaultSession);
  setUpNoNetwork(session.defaultSession);
  setUpSchemes(session.defaultSession, RENDERER, (id) => engine.ask({ of: 'media', session: id }));
  setUpPageCalls(engine, messages, state);
  setUpTheme(state);
  setUpPower(engine);
  setUpQuitting(engine);

  const window = (): Window => currentWindow() ?? openWindow(state);
  const open = (paths: readonly string[]): void => {
    const target = window();
    showWindow(target);
    if (paths.length > 0) messages.tell(target.webContents, 'open', paths);
  };
  const actions = {
    command: (command: MenuCommand) => messages.tell(window().webContents, 'command', command),
    open: () =>
      void chooseFiles(currentWindow(), 'anything').then((paths) => paths.length > 0 && open(paths)),
    newWindow: () => void openWindow(state),
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, actions, !app.isPackaged)));

  app.on('activate', () => void window());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  openWindow(state);
  opened.deliverTo(open);
}
