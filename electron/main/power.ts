import { app, powerMonitor } from 'electron';
import type { Engine } from './engine.ts';

/**
 * The lid is closed: cameras vanish in mid-frame and the machine may never wake, so the engine finishes what it
 * records while there is still time. Shutting down is quitting.
 */
export function setUpPower(engine: Engine): void {
  powerMonitor.on('suspend', () => engine.suspend());
  powerMonitor.on('resume', () => engine.resume());
  powerMonitor.on('shutdown', () => app.quit());
}
