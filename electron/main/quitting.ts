import { app } from 'electron';
import type { Engine } from './engine.ts';

/** A little more than the engine gives itself (10 s) before it ends whatever still runs. */
const PATIENCE_MS = 11_000;

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
