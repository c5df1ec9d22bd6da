import { app, BrowserWindow, shell, systemPreferences, type WebContents } from 'electron';
import * as v from 'valibot';
import { Id, Line, Path } from '../../contract/channels/fields.ts';
import { FILE_KINDS, THEMES } from '../../contract/shell.ts';
import { SHELL_CHANNELS } from '../../contract/shell-channels.ts';
import { chooseFiles, chooseFolder } from './dialogs.ts';
import type { Engine, EnginePage } from './engine.ts';
import type { PageMessages } from './page-messages.ts';
import type { KeptState } from './shell-state.ts';
import { setTheme } from './theme.ts';
import { answer, hear } from './trusted-sender.ts';

/** Everything a page can ask of the shell: `contract/shell.ts` from the other side. */
export function setUpPageCalls(engine: Engine, messages: PageMessages, state: KeptState): void {
  const pages = new WeakMap<WebContents, EnginePage>();
  hear(SHELL_CHANNELS.connect, v.undefined(), (_, { sender }) => {
    engine.connect(pages.get(sender) ?? remember(sender));
  });
  hear(SHELL_CHANNELS.listening, v.picklist(['command', 'open']), (channel, { sender }) => {
    messages.listens(sender, channel);
  });
  answer(SHELL_CHANNELS.chooseFiles, v.picklist(FILE_KINDS), (kind, { sender }) =>
    chooseFiles(BrowserWindow.fromWebContents(sender), kind),
  );
  answer(SHELL_CHANNELS.chooseFolder, v.undefined(), (_, { sender }) =>
    chooseFolder(BrowserWindow.fromWebContents(sender)),
  );
  answer(SHELL_CHANNELS.showFile, v.strictObject({ job: Id, name: Line }), async ({ job, name }) => {
    const path = await engine.ask({ of: 'file', job, name });
    if (path !== null) shell.showItemInFolder(path);
    return path !== null;
  });
  answer(SHELL_CHANNELS.askForCamera, v.undefined(), askForCamera);
  hear(SHELL_CHANNELS.addRecent, Path, (path) => app.addRecentDocument(path));
  hear(SHELL_CHANNELS.setTheme, v.picklist(THEMES), (theme) => setTheme(theme, state));

  function remember(sender: WebContents): EnginePage {
    const page: EnginePage = {
      takePort: (port) => sender.postMessage(SHELL_CHANNELS.port, null, [port]),
    };
    pages.set(sender, page);
    sender.once('destroyed', () => engine.disconnect(page));
    return page;
  }
}

/** macOS asks the person once for the whole application; elsewhere there is nothing to ask. */
async function askForCamera(): Promise<boolean> {
  return process.platform === 'darwin' ? systemPreferences.askForMediaAccess('camera') : true;
}
