/** An engine with a Trainer that is killed in a test: adds a run that would last for hours, and lives on. */
import { smallOrder, TrainerApp } from './trainer-app.ts';

const [dataDir, data] = process.argv.slice(2);
const app = new TrainerApp(dataDir!);
if (data !== undefined) await app.ask('trainer.add', { order: smallOrder(data, { epochs: 1000, batch: 4 }) });
setInterval(() => {
  const [run] = app.told.filter(({ name }) => name === 'trainer.runChanged').slice(-1);
  if (run !== undefined) process.send?.(run.payload);
}, 50);
