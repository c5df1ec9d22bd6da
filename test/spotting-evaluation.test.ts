/** Spotting in a long video as a whole: the engine on drawn movements that labels know, and on pictures with numbers. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { SpottingResult } from '../contract/spotting-evaluation.ts';
import { encodePng } from '../electron/trainer/png.ts';
import { evaluateSpotting, SPOTTING_RESULT, type SpottingEvent } from '../electron/trainer/spotting/index.ts';
import { summarizeSpotting } from '../models/evaluate/report/index.ts';
import { drawFaces, evenTimes, portrait, TILE_PX, writeFaceClip } from './helpers/face-clip.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const folder = tempFolder('spotting evaluation');
const data = join(folder, 'own');
const out = join(folder, 'out');
const options = {
  model: null,
  provider: 'auto',
  faces: 1,
  bundle: 'auto',
  neutral: null,
  fps: null,
} as const;

/** Six seconds at 50 fps; the lip corners rise from frame 100 to 115, the brows from 200 to 215. */
const film = join(data, 'film.mp4');

beforeAll(async () => {
  mkdirSync(join(data, 'pictures'), { recursive: true });
  const still = await portrait();
  const moves = [
    { au: 12, atS: 2 },
    { au: 1, atS: 4 },
  ] as const;
  await writeFaceClip(film, { timesUs: evenTimes(6, 50), faces: [{ still, moves }] });
  // Pictures 7 to 26 of a face at rest.
  let number = 7;
  const size = { widthPx: TILE_PX, heightPx: TILE_PX, channels: 3 } as const;
  for (const bytes of drawFaces({ timesUs: evenTimes(0.4, 50), faces: [{ still }] }))
    writeFileSync(join(data, 'pictures', `img${String(number++)}.png`), encodePng({ ...size, bytes }));
  writeFileSync(join(data, 'broken.mp4'), 'no video');
  writeFileSync(
    join(data, 'labels.csv'),
    [
      'clip,subject,emotion,onset,apex,offset,fps,aus,type',
      'film.mp4,anna,happiness,100,107,115,50,12,micro',
      'film.mp4,anna,surprise,200,207,215,50,1,micro',
      'pictures,anna,none,,,,50,,',
      'broken.mp4,anna,none,,,,50,,',
    ].join('\n'),
  );
});

async function run(events: SpottingEvent[] = []): Promise<SpottingResult> {
  const call = { data: [{ name: 'own', folder: data } as const], options, folder: out };
  return await evaluateSpotting(call, {
    signal: new AbortController().signal,
    tell: (event) => events.push(event),
  });
}

test('known movements are found, a video that cannot be read is left out, and what is done stays done', async () => {
  const first = await run();
  const { all } = summarizeSpotting(first);
  expect(all.counts.micro).toMatchObject({ truePositives: 2, falseNegatives: 0 });
  expect(first.videos.map(({ video, firstFrame, frames }) => [video, firstFrame, frames])).toEqual([
    ['own/anna/film.mp4', 0, 300],
    ['own/anna/pictures', 7, 20],
  ]);
  expect(first.leftOut.map(({ video }) => video)).toEqual(['own/anna/broken.mp4']);
  expect(first.videoCount).toBe(3);
  expect(JSON.parse(readFileSync(join(out, SPOTTING_RESULT), 'utf8')) as unknown).toEqual(first);

  // Pixels that changed would be another result: that nothing is looked at again shows that what is done is kept.
  rmSync(film);
  writeFileSync(film, 'no video');
  const events: SpottingEvent[] = [];
  const second = await run(events);
  expect(second).toEqual(first);
  expect(events.filter(({ event }) => event === 'done')).toMatchObject([
    { wasKept: true },
    { wasKept: true },
  ]);

  // Other labels are another result, which wants the video anew.
  const labels = join(data, 'labels.csv');
  writeFileSync(labels, readFileSync(labels, 'utf8').replace('200,207,215', '201,208,216'));
  expect((await run()).leftOut.map(({ video }) => video)).toContain('own/anna/film.mp4');
});
