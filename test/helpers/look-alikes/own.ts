/** One's own clips as docs/data-sets.md describes them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LookAlikeOptions } from './options.ts';
import { flatPainter, writePictures } from './pictures.ts';

/** Folders of pictures at 100 fps, 40 frames each, a movement of 0.2 s in each; `labels.csv` beside them. */
export async function makeOwn(folder: string, options: LookAlikeOptions = {}): Promise<void> {
  const { painter = flatPainter, people = 2, clipsEach = 3 } = options;
  const kinds = [
    { aus: '12', emotion: 'happiness' },
    { aus: '4', emotion: 'disgust' },
    { aus: '1+2', emotion: 'surprise' },
  ];
  const rows = ['clip,subject,emotion,onset,apex,offset,fps,aus'];
  for (let i = 0; i < people * clipsEach; i++) {
    const { aus, emotion } = kinds[i % kinds.length]!;
    const subject = `p${1 + Math.floor(i / clipsEach)}`;
    const clip = `${subject}/clip${1 + (i % clipsEach)}`;
    const units = aus.split('+').map(Number);
    const shown = {
      fps: 100,
      first: 1,
      last: 40,
      onset: 10,
      offset: 30,
      aus: units,
      person: Math.floor(i / clipsEach),
    };
    await writePictures(join(folder, clip), shown, 'png', (frame) => `frame_${frame}`, painter);
    rows.push([clip, subject, emotion, 10, i % 2 === 0 ? 20 : '', 30, 100, aus].join(','));
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'labels.csv'), `${rows.join('\n')}\n`);
}
