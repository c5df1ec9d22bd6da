/** Records a clip live until it is killed, or the source lost; tells the time of the newest frame measured. */
import { mkdirSync } from 'node:fs';
import { camera, watch } from './watch.ts';

const [clip, fps, folder] = process.argv.slice(2);
mkdirSync(folder!, { recursive: true });
const { live, measured } = await watch({ folder: folder!, open: camera(clip!, Number(fps)) });
await live.record(true);
setInterval(() => {
  const last = measured.at(-1);
  if (last) process.stdout.write(`${last.moment.timeUs}\n`);
}, 50);
void live.done.then(() => process.exit(1));
