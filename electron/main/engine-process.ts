import { app, dialog, MessageChannelMain, utilityProcess } from 'electron';
import { Engine } from './engine.ts';
import { Wakefulness } from './wakefulness.ts';
import { engineEnvironment } from '../../contract/engine-process.ts';
import { CHILDREN, ENGINE } from './paths.ts';
import { TEXTS } from './texts.ts';

/** The engine as a process of its own, started by its path: the shell knows nothing of what is in it. */
export function setUpEngine(): Engine {
  const wakefulness = new Wakefulness();
  const engine = new Engine({
    startProcess: () =>
      utilityProcess.fork(ENGINE, [], {
        serviceName: 'Onset engine',
        stdio: 'pipe',
        env: engineEnvironment(process.env),
      }),
    startChild: (module) =>
      utilityProcess.fork(CHILDREN[module], [], { serviceName: `Onset ${module}`, stdio: 'ignore' }),
    newChannel: () => new MessageChannelMain(),
    tellGivenUp: (lastWords) => void offerAgain(engine, lastWords),
    tellUnable: (line) => {
      dialog.showErrorBox(TEXTS.unable.title, line);
      app.quit();
    },
    nowMs: () => performance.now(),
    tellAtWork: (isAtWork) => wakefulness.keep(isAtWork),
  });
  engine.start();
  return engine;
}

async function offerAgain(engine: Engine, lastWords: string): Promise<void> {
  const { title, message, detail, again, quit } = TEXTS.givenUp;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title,
    message,
    detail: detail(lastWords),
    buttons: [again, quit],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) engine.startAgain();
  else app.quit();
}
