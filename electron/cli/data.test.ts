import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SET_NAMES } from '../../models/data/sets/index.ts';
import { makeAffectnetNpy } from '../../test/helpers/look-alikes/affectnet.ts';
import { makeCasme2 } from '../../test/helpers/look-alikes/casme2.ts';
import { makeCasmeSq } from '../../test/helpers/look-alikes/casme-sq.ts';
import { tempFolder } from '../../test/helpers/temp-folder.ts';
import { dataCommand } from './data.ts';
import type { DataReport } from './data-report.ts';

const top = tempFolder('data');
const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('a folder is recognized, and compared with its release', async () => {
  const folder = join(top, 'casme2');
  await makeCasme2(folder);
  expect(await dataCommand([folder])).toBe(0);
  const text = printed.join('\n');
  expect(text).toContain(`CASME II in ${folder}\nread from CASME2-coding-20140508.xlsx (2014 coding)`);
  expect(text).toMatch(/clips {2,}7 {3}published 255 {3}differs/);
  expect(text).toMatch(/AU12 {2,}2 {3}published 34 {3}differs/);
  expect(text).toMatch(/fear {2,}0 {3}published 2 {3}differs/);
  expect(text).toContain('casme2/1 casme2/2 casme2/4 casme2/5');
  expect(text).toContain('  missing    casme2/4 EP09f: no pictures at CASME2-RAW/sub04/EP09f');
  expect(text).toContain('Institute of Psychology, Chinese Academy of Sciences');
});

test('the same as one JSON value', async () => {
  const folder = join(top, 'casme2 json');
  await makeCasme2(folder, { quirks: false, people: 2 });
  await dataCommand([folder, '--json', '--set', 'casme2']);
  const report = JSON.parse(printed[0]!) as DataReport;
  expect(report).toMatchObject({ set: 'casme2', folder, subjects: ['casme2/20', 'casme2/21'] });
  expect(report.counts['megc2019']).toEqual([
    { what: 'negative', here: 2, published: null },
    { what: 'positive', here: 2, published: null },
    { what: 'surprise', here: 2, published: null },
  ]);
  expect(report.discrepancies.every(({ kind }) => kind === 'count')).toBe(true);
});

test('long videos and still pictures have counts of their own', async () => {
  await makeCasmeSq(join(top, 'sq'));
  await dataCommand([join(top, 'sq')]);
  expect(printed[0]).toMatch(/micro-expressions {2,}3 {3}published 57 {3}differs/);
  expect(printed[0]).toMatch(/videos {2,}3 {3}published 87 or 97 or 98 {3}differs/);
  await makeAffectnetNpy(join(top, 'affectnet'));
  await dataCommand([join(top, 'affectnet')]);
  expect(printed[1]).toMatch(/training\n {2}anger {2,}1\n/);
});

test('without a folder every set is listed, with the way to it', async () => {
  expect(await dataCommand([])).toBe(0);
  for (const set of SET_NAMES) expect(printed[0]).toContain(`\n${set}`.trimStart());
  expect(printed[0]).toContain('University of Oulu');
});

test('what is no set is refused', async () => {
  mkdirSync(join(top, 'empty'));
  await expect(dataCommand([join(top, 'empty')])).rejects.toMatchObject({
    code: 'set-unknown',
    exitStatus: 3,
  });
  await expect(dataCommand([top, '--set', 'casme3'])).rejects.toMatchObject({ code: 'usage', exitStatus: 2 });
  await expect(dataCommand(['a', 'b'])).rejects.toMatchObject({ code: 'usage' });
  await expect(dataCommand([join(top, 'nowhere')])).rejects.toMatchObject({ code: 'input-not-found' });
});
