import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { madeSpotting } from '../../../test/helpers/made-spotting.ts';
import { recognizeSpotted } from '../index.ts';
import { summarizeSpotting, writeSpottingReports } from './index.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'onset spotting reports '))));
afterEach(() => rmSync(folder, { recursive: true }));
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('counts are added over videos, kinds apart, sets each for itself', () => {
  const { all, bySet } = summarizeSpotting(madeSpotting());
  expect(all.counts.micro).toEqual({ truePositives: 3, falsePositives: 2, falseNegatives: 1 });
  expect(all.counts.macro).toEqual({ truePositives: 0, falsePositives: 1, falseNegatives: 1 });
  expect(all.counts.all).toEqual({ truePositives: 3, falsePositives: 3, falseNegatives: 2 });
  expect(all.scores.all.f1).toBeCloseTo(6 / 11, 12);
  expect(bySet.map(({ set, counts }) => [set, counts.micro.truePositives])).toEqual([
    ['casme-sq', 1],
    ['samm-lv', 2],
  ]);
});

test('recognition is scored over what was spotted rightly and has a class', () => {
  const { all } = summarizeSpotting(madeSpotting());
  // negative as negative, surprise as negative; precision (½, 0), recall (1, 0).
  expect(all.recognized).toEqual({ samples: 2, precision: 0.25, recall: 0.5, f1: 1 / 3 });
  expect(all.strs).toBeCloseTo(((2 * 3) / (2 * 3 + 2 + 1)) * (1 / 3), 12);
});

test("is scikit-learn's macro precision and recall, and their F1", () => {
  const { spotted } = JSON.parse(
    readFileSync(new URL('../../../test/oracles/evaluation.json', import.meta.url), 'utf8'),
  ) as {
    readonly spotted: Readonly<Record<'known' | 'said', readonly number[]>> &
      Readonly<Record<'precision' | 'recall' | 'f1', number>>;
  };
  const samples = spotted.known.map((one, at) => ({ known: String(one), said: String(spotted.said[at]!) }));
  const got = recognizeSpotted(samples)!;
  for (const name of ['precision', 'recall', 'f1'] as const) expect(got[name]).toBeCloseTo(spotted[name], 12);
});

test('no class said is a miss, nothing spotted is no score', () => {
  expect(recognizeSpotted([])).toBeNull();
  expect(recognizeSpotted([{ known: 'a', said: null }])).toEqual({
    samples: 1,
    precision: 0,
    recall: 0,
    f1: 0,
  });
  const result = madeSpotting();
  const without = result.videos.map((video) => ({
    ...video,
    found: video.found.map((one) => ({ ...one, emotion: null })),
  }));
  expect(summarizeSpotting({ ...result, videos: without }).all.strs).toBeNull();
});

test('all files are written; every expression has its row, and the page asks nothing of any other place', async () => {
  const paths = await writeSpottingReports(madeSpotting(), folder);
  expect(paths.map((path) => path.slice(folder.length + 1))).toEqual([
    'expressions.csv',
    'videos.csv',
    'spotting.md',
    'spotting.html',
  ]);
  // Five known, three of them found, and three false.
  expect(read('expressions.csv').trimEnd().split('\r\n')).toHaveLength(1 + 5 + 3);
  expect(read('videos.csv')).toContain('casme-sq/person/s15,casme-sq,casme-sq/person,30,900,1,2,1,0,0,1,1');
  expect(read('spotting.html')).not.toMatch(/<script|<link|<img|https?:|url\(/);
  expect(read('spotting.html').match(/class="timeline"/g)).toHaveLength(2);
  expect(read('spotting.html').match(/<rect\s+class="missed"/g)).toHaveLength(2);
  expect(read('spotting.html').match(/<rect\s+class="false"/g)).toHaveLength(3);
  expect(read('spotting.md')).toContain('| MDMD, baseline of MEGC 2020 | 0.1196 | 0.0082 | 0.0376 |');
  // Counts of both sets added: 6 / 11, beside what was printed so.
  expect(read('spotting.md')).toMatch(/Both sets together[^]*\*\*0\.545\*\*[^]*\| MTSN \| 0\.3191 \|/);
});

test('made videos and missing ones are said before any number, and have nothing published beside them', async () => {
  const result = madeSpotting();
  const sets = result.sets.map((set) => ({ ...set, name: 'made', isSynthetic: true }));
  const videos = result.videos.map((video) => ({ ...video, set: 'made' }));
  const leftOut = [{ video: 'made/x', reason: 'It cannot be read.' }];
  await writeSpottingReports({ ...result, sets, videos, videoCount: 3, leftOut }, folder);
  const text = read('spotting.md');
  expect(text.slice(0, text.indexOf('## Scores'))).toMatch(/Made clips\.[^]*2 of 3 videos/);
  expect(text).toContain('made/x is left out: It cannot be read.');
  expect(text).not.toContain('beside what was published');
  expect(read('spotting.html')).not.toContain('beside what was published');
});
