import { app, powerMonitor } from 'electron';
import type { Engine } from './engine.ts';

/**
 * The lid is closed: cameras vanish in mid-frame and the machine may never wake, so the engine finishes what it
 * records while there is still time. Shutting down is quitting, and the system is asked to wait for it.
 */
export function setUpPower(engine: Engine): void {
  powerMonitor.on('suspend', () => engine.suspend());
  // The event is documented, but missing from Electron's types.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
}
