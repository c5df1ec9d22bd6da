import { app } from 'electron';
import type { Engine } from './engine.ts';

/** A recording's last packets and a session's last rows take well under a second to write; a full disk may take longer. */
const PATIENCE_MS = 5000;

/** Quits when the engine has finished what it was writing. */
export function setUpQuitting(engine: Engine): void {
  let hasStopped = false;
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void engine.stop(PATIENCE_MS).finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
}
