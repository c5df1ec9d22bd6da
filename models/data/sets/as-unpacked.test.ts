/** Releases as they lie on people's disks: moved, renamed, re-saved, in parts, with what other programs leave there. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeAffectnetLists } from '../../../test/helpers/look-alikes/affectnet.ts';
import { csvOf, editWorkbook, move, renameAll } from '../../../test/helpers/look-alikes/change.ts';
import { makeCasme2 } from '../../../test/helpers/look-alikes/casme2.ts';
import { makeCasmeSq } from '../../../test/helpers/look-alikes/casme-sq.ts';
import { makeOwn } from '../../../test/helpers/look-alikes/own.ts';
import { makeSamm } from '../../../test/helpers/look-alikes/samm.ts';
import { makeSammLv } from '../../../test/helpers/look-alikes/samm-lv.ts';
import { makeSmic, makeSmicLong } from '../../../test/helpers/look-alikes/smic.ts';
import { writeWorkbook } from '../../../test/helpers/look-alikes/workbook.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { guessSet, readSet, type SetIndex, type SetName } from './index.ts';

const top = tempFolder('as unpacked');
let copies = 0;

/** A fresh copy of a made release, changed, and read as what it is taken for. */
async function readChanged(
  release: string,
  change: (folder: string) => unknown,
  set?: SetName,
): Promise<SetIndex & { readonly told: readonly string[] }> {
  const folder = join(top, `copy ${++copies}`);
  cpSync(join(top, release), folder, { recursive: true });
  await change(folder);
  const index = await readSet(set ?? guessSet(folder)!, folder);
  const told = index.discrepancies.map(({ kind, about, what }) =>
    `${kind} ${about}: ${what}`.replaceAll(`${folder}/`, ''),
  );
  return { ...index, told };
}

const namesOf = ({ samples }: SetIndex): string[] =>
  samples.map(({ subject, name, onset }) => `${subject} ${name} ${onset}`).sort();

describe('CASME II', () => {
  const LABELS = 'CASME2-coding-20140508.xlsx';
  const PICTURES = 'CASME2-RAW';
  const CLIP = join(PICTURES, 'sub01', 'EP02_01f');
  let whole: string[];
  beforeAll(async () => {
    await makeCasme2(join(top, 'casme2'));
    whole = namesOf(await readChanged('casme2', () => undefined));
  });

  const rowsOf = (edit: (rows: (string | number | null)[][]) => void) => (folder: string) =>
    editWorkbook(join(folder, LABELS), (sheets) => {
      edit(sheets['Sheet1']!);
    });

  test.each<[string, (folder: string) => unknown]>([
    [
      "an archive's shadow of the tree",
      (folder) => {
        const shadow = join(folder, '__MACOSX');
        cpSync(join(folder, PICTURES), join(shadow, PICTURES), { recursive: true });
        renameAll(join(shadow, CLIP), (name) => `._${name}`);
        renameAll(join(folder, PICTURES), (name) => join(PICTURES, name));
      },
    ],
    [
      'subjects named 1',
      (folder) => {
        renameAll(join(folder, PICTURES), (name) => String(Number(name.slice(3))));
      },
    ],
    [
      'subjects named s01',
      (folder) => {
        renameAll(join(folder, PICTURES), (name) => `s${name.slice(3)}`);
      },
    ],
    [
      'parts that are numbered',
      (folder) => {
        renameAll(join(folder, PICTURES), (name, i) => join(String((i % 2) + 1), name));
      },
    ],
    [
      'one subject in two folders',
      (folder) => {
        move(join(folder, PICTURES, 'sub01/EP01_2'), join(folder, PICTURES, 'sub1/EP01_2'));
      },
    ],
    [
      'a CSV with semicolons and a mark',
      async (folder) => {
        const text = await csvOf(join(folder, LABELS), ';');
        writeFileSync(join(folder, 'CASME2-coding-20140508.csv'), `\uFEFF${text}`);
        rmSync(join(folder, LABELS));
      },
    ],
    [
      'a CSV as Excel’s "Unicode text"',
      async (folder) => {
        const text = await csvOf(join(folder, LABELS), '\t');
        writeFileSync(join(folder, 'CASME2-coding-20140508.csv'), `\uFEFF${text}`, 'utf16le');
        rmSync(join(folder, LABELS));
      },
    ],
    [
      'an .xlsx that is called .xls',
      (folder) => {
        move(join(folder, LABELS), join(folder, 'CASME2_label_Ver_2.xls'));
      },
    ],
    [
      'a sheet that is not the first',
      (folder) =>
        editWorkbook(join(folder, LABELS), (sheets) => {
          const rows = sheets['Sheet1']!;
          for (const sheet of Object.keys(sheets)) sheets[sheet] = [['Subject', 'Filename', 'Notes']];
          sheets['coding'] = rows;
        }),
    ],
    [
      'a column that is called like another one',
      rowsOf((rows) => {
        for (const [i, row] of rows.entries()) row[2] = i === 0 ? 'Onset' : 3;
      }),
    ],
    [
      'a column that stands twice',
      rowsOf((rows) => {
        for (const row of rows) row[9] = row[3]!;
      }),
    ],
  ])('is read whole: %s', async (_, change) => {
    expect(whole).toHaveLength(7);
    expect(namesOf(await readChanged('casme2', change))).toEqual(whole);
  });

  test.each<[string, (folder: string) => unknown, string]>([
    [
      'the same clip in two folders',
      (folder) => {
        cpSync(join(folder, CLIP), join(folder, PICTURES, 'sub1/EP02_01f'), { recursive: true });
      },
      `left-out ${PICTURES}/sub1/EP02_01f: another copy of a clip: ${CLIP} is read`,
    ],
    [
      'pictures that are not there',
      (folder) => {
        for (const name of ['img8.jpg', 'img9.jpg']) rmSync(join(folder, CLIP, name));
      },
      'missing casme2/1 EP02_01f: 2 of the 8 pictures from its onset 7 to its offset 14 are not there',
    ],
    [
      'a row without a clip, behind empty ones',
      rowsOf((rows) => rows.push([], [], [null, null, null, null, null, null, null, 'AU4: 129'])),
      `left-out ${LABELS} row 12: names no clip (subject "", file ""): not read`,
    ],
    [
      'an emotion that the set does not have',
      rowsOf((rows) => (rows[1]![8] = 'joy')),
      'repaired casme2/1 EP02_01f: its emotion "joy" is none of CASME II\'s: kept',
    ],
    [
      'an emotion that is empty',
      rowsOf((rows) => (rows[1]![8] = null)),
      'repaired casme2/1 EP02_01f: its emotion is empty: none',
    ],
    [
      'an objective class that is none, beside a Roman one',
      (folder) =>
        editWorkbook(join(folder, 'CASME2-ObjectiveClasses.xlsx'), ({ Sheet1: rows }) => {
          rows![1]![2] = 'I';
          rows![2]![2] = 'IX';
        }),
      'left-out CASME2-ObjectiveClasses.xlsx row 3: its class is "IX", not 1 to 7: not read',
    ],
    [
      'a copy that holds more than the better one',
      (folder) => {
        cpSync(join(folder, PICTURES), join(folder, 'Cropped'), { recursive: true });
        for (const name of ['sub02', 'sub04', 'sub05'])
          rmSync(join(folder, PICTURES, name), { recursive: true });
      },
      `left-out Cropped: another copy of the clips (7 of those labelled): ${PICTURES} (2) is read`,
    ],
    [
      'an old workbook beside the one that is read',
      (folder) => {
        writeFileSync(join(folder, 'CASME2_label_Ver_2.xls'), Buffer.from('d0cf11e0a1b11ae1', 'hex'));
      },
      `left-out CASME2_label_Ver_2.xls: another label file: ${LABELS} is read`,
    ],
  ])('is told: %s', async (_, change, told) => {
    expect((await readChanged('casme2', change)).told).toContain(told);
  });

  test.each<[string, (folder: string) => unknown, { code: string; facts: object }]>([
    [
      'two columns of one title that differ',
      rowsOf((rows) => {
        for (const [i, row] of rows.entries()) row[9] = i === 0 ? 'Onset Frame' : 5;
      }),
      { code: 'set-column-twice', facts: { title: 'OnsetFrame', row: 2, one: '7', other: '5' } },
    ],
    [
      'pictures that are numbered anew',
      rowsOf((rows) => {
        for (const row of rows.slice(1)) for (const at of [3, 5]) row[at] = Number(row[at]) + 400;
      }),
      {
        code: 'set-empty',
        facts: { first: `${CLIP}, but its pictures 4 to 17 lie outside its onset 407 to offset 414` },
      },
    ],
    [
      'a coding without a row',
      rowsOf((rows) => (rows.length = 1)),
      { code: 'set-labels-unreadable', facts: { reason: 'no row below its titles names a clip' } },
    ],
    [
      'a workbook with a password',
      (folder) => {
        const stream = Buffer.from('EncryptedPackage', 'utf16le');
        writeFileSync(join(folder, LABELS), Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), stream]));
      },
      { code: 'set-labels-unreadable', facts: { reason: 'it is protected by a password' } },
    ],
    [
      'a page of the web that is called .xls',
      (folder) => {
        writeFileSync(join(folder, LABELS), '<html>');
      },
      { code: 'set-labels-unreadable', facts: { reason: 'it is no Excel workbook, whatever its name' } },
    ],
  ])('is refused: %s', async (_, change, error) => {
    await expect(readChanged('casme2', change, 'casme2')).rejects.toMatchObject(error);
  });
});

describe('the folder of several sets', () => {
  beforeAll(async () => {
    await makeCasme2(join(top, 'several/CASME2'));
    await makeSamm(join(top, 'several/SAMM'));
    await makeSmic(join(top, 'several/SMIC'));
  });

  test('is not guessed to be one of them', () => {
    expect(() => guessSet(join(top, 'several'))).toThrow(
      expect.objectContaining({
        code: 'set-several',
        facts: { folder: join(top, 'several'), sets: 'SAMM, CASME II, SMIC-HS' },
      }),
    );
  });

  test.each([
    ['casme2', 7],
    ['samm', 10],
    ['smic-hs', 6],
  ] as const)('is read as %s where that is said', async (set, clips) => {
    const { samples } = await readChanged('several', () => undefined, set);
    expect(samples).toHaveLength(clips);
  });

  test('has folders that are like those of subjects: they are told', async () => {
    expect((await readChanged('several', () => undefined, 'samm')).told).toContain(
      'left-out CASME2/CASME2-RAW: has folders like subjects, but none of the labelled clips: SAMM/SAMM is read',
    );
  });
});

test('SAMM: an objective class that is none; a unit that cannot be read leaves the others unknown', async () => {
  await makeSamm(join(top, 'samm'));
  const { told, samples } = await readChanged('samm', (folder) =>
    editWorkbook(join(folder, 'SAMM_Micro_FACS_Codes_v2.xlsx'), ({ MICRO_ONLY: rows }) => {
      rows![14]![10] = 'IX';
      rows![15]![8] = '12+4,7';
    }),
  );
  expect(told).toEqual(
    expect.arrayContaining([
      'repaired samm/6 006_1_2: its objective class is "IX", not I to VII: by rule',
      'repaired samm/6 006_1_3: "4,7" in its action units cannot be read: they are taken as not known',
    ]),
  );
  expect(samples.find(({ name }) => name === '006_1_3')!.aus).toBeNull();
});

describe('SMIC', () => {
  const HS = 'SMIC_all_raw/HS';
  const CLIP = join(HS, 's1/micro/negative/s1_ne_01');
  beforeAll(async () => {
    await makeSmic(join(top, 'smic'), { quirks: false });
    await makeSmicLong(join(top, 'smic long'));
  });

  test('clips may lie below micro without a folder of their emotion, subjects be named sub01', async () => {
    const { samples, told } = await readChanged('smic', (folder) => {
      move(join(folder, CLIP), join(folder, HS, 's1/micro/s1_ne_01'));
      renameAll(join(folder, HS), (name) => name.replace('s', 'sub'));
    });
    expect(samples.map(({ name, emotion }) => `${name} ${emotion}`)).toContain('s1_ne_01 negative');
    expect(samples).toHaveLength(6);
    expect(told.filter((each) => !each.startsWith('count'))).toEqual([]);
  });

  test.each<[string, (folder: string) => unknown, string]>([
    [
      'one subject in two folders',
      (folder) => {
        cpSync(join(folder, CLIP), join(folder, HS, 's01/micro/negative/s1_ne_01'), { recursive: true });
      },
      `left-out ${CLIP}: another copy of a clip: ${HS}/s01/micro/negative/s1_ne_01 is read`,
    ],
    [
      'a subject without micro',
      (folder) => {
        mkdirSync(join(folder, HS, 's7'));
      },
      `unlabelled smic/7: ${HS}/s7 has no folder "micro": not read`,
    ],
    [
      'a single picture',
      (folder) => {
        for (const name of readdirSync(join(folder, CLIP)).slice(1)) rmSync(join(folder, CLIP, name));
      },
      `missing smic/1 s1_ne_01: ${CLIP} holds a single picture`,
    ],
    [
      'a gap',
      (folder) => {
        for (const name of readdirSync(join(folder, CLIP)).slice(3, 8)) rmSync(join(folder, CLIP, name));
      },
      'missing smic/1 s1_ne_01: 5 of the 31 pictures from its onset 85893 to its offset 85923 are not there',
    ],
    [
      'long clips without their workbook',
      (folder) => {
        cpSync(join(top, 'smic long', 'HS_long'), join(folder, 'HS_long'), { recursive: true });
      },
      'unlabelled HS_long/SMIC_HS_E: 3 clips that lie right below their subject, and no SMIC-HS-E_annotation.xlsx that can be read: not read',
    ],
  ])('is told: %s', async (_, change, told) => {
    expect((await readChanged('smic', change)).told).toContain(told);
  });

  const ANNOTATION = 'SMIC-HS-E_annotation_2019.xlsx';

  test("the workbook of HS has VIS's sheet as well, and none of NIR", async () => {
    const toCamera = (camera: string) => async (folder: string) => {
      move(join(folder, 'HS_long'), join(folder, `${camera}_long`));
      renameAll(join(folder, `${camera}_long`), () => `SMIC_${camera}_E`);
      await editWorkbook(join(folder, ANNOTATION), (sheets) => {
        sheets['VIS'] = sheets['HS']!.slice(0, 2);
      });
    };
    const { longVideos, told } = await readChanged('smic long', toCamera('VIS'));
    expect(longVideos.map(({ set, name }) => `${set} ${name}`)).toEqual(['smic-vis s01_ne_01']);
    expect(told).toContain(
      `unlabelled VIS_long/SMIC_VIS_E/s18/s18_sur_03: has no row in ${ANNOTATION}: not read`,
    );
    await expect(readChanged('smic long', toCamera('NIR'))).rejects.toMatchObject({
      facts: { reason: expect.stringContaining('no SMIC-NIR-E_annotation.xlsx') as string },
    });
  });

  test('pictures counted anew are told by the first and the last, also where numbers overlap', async () => {
    const { longVideos } = await readChanged('smic long', async (folder) => {
      const pictures = join(folder, 'HS_long/SMIC_HS_E/s01/s1_ne_01');
      renameAll(pictures, (_, i) => `image${String(i + 1).padStart(6, '0')}.jpg`);
      await editWorkbook(join(folder, ANNOTATION), ({ HS: rows }) => {
        rows![1]!.splice(3, 7, 30, 40, null, null, null, 20, 79);
      });
    });
    expect(longVideos[0]!.expressions).toMatchObject([{ onset: 11, offset: 21 }]);
  });

  test('an onset that is no number is told', async () => {
    const { told } = await readChanged('smic long', (folder) =>
      editWorkbook(join(folder, ANNOTATION), ({ HS: rows }) => (rows![1]![3] = 'x')),
    );
    expect(told).toContain('left-out smic/1 s01_ne_01 (long): its onset is "x", not a frame number');
  });
});

describe('CAS(ME)² and SAMM Long Videos', () => {
  const LABELS = 'CAS(ME)^2code_final.xlsx';
  beforeAll(async () => {
    await makeCasmeSq(join(top, 'sq'));
    await makeSammLv(join(top, 'lv'));
  });
  const expressionsOf = ({ longVideos }: SetIndex): number[][] =>
    longVideos.map(({ expressions }) => expressions.map(({ onset }) => onset));

  test('are read from several folders', async () => {
    const sq = await readChanged('sq', (folder) => {
      move(join(folder, 'rawpic/rawpic/s15'), join(folder, 'part 2/s15'));
    });
    expect(expressionsOf(sq).toSorted()).toEqual([[20, 50], [30, 80], [40]]);
    const lv = await readChanged('lv', (folder) => {
      renameAll(join(folder, 'SAMM_longvideos'), (name) => join(name.slice(0, 3), name));
    });
    expect(expressionsOf(lv)).toEqual([[1, 70, 102], [10], [10]]);
  });

  test('count the frames of videos from 0', async () => {
    const { longVideos } = await readChanged('sq', (folder) => {
      for (const person of ['s15', 's16']) {
        const from = join(folder, 'rawpic/rawpic', person);
        mkdirSync(join(folder, 'rawvideo', person), { recursive: true });
        for (const name of readdirSync(from))
          writeFileSync(join(folder, 'rawvideo', person, `${name}.avi`), '');
      }
      rmSync(join(folder, 'rawpic'), { recursive: true });
    });
    expect(longVideos[0]!.expressions[0]).toMatchObject({ onset: 19, apex: 23, offset: 29 });
  });

  test.each<[string, (folder: string) => unknown, string]>([
    [
      'a row that stands twice',
      (folder) =>
        editWorkbook(join(folder, LABELS), ({ CASFEcode_final: rows }) => rows!.splice(1, 0, rows![0]!)),
      `left-out ${LABELS} row 2: stands twice: the first is read`,
    ],
    [
      'a row without its kind',
      (folder) => editWorkbook(join(folder, LABELS), ({ CASFEcode_final: rows }) => (rows![1]![7] = null)),
      `left-out ${LABELS} row 2: its kind is empty, neither micro- nor macro-expression`,
    ],
    [
      'a video twice',
      (folder) => {
        const person = join(folder, 'rawpic/rawpic/s15');
        cpSync(join(person, '15_0101disgustingteeth'), join(person, '15_0101z'), { recursive: true });
      },
      'left-out casme-sq/15 15_0101z: another video of code 0101: 15_0101disgustingteeth is read',
    ],
    [
      'a subject without a row',
      (folder) => {
        const people = join(folder, 'rawpic/rawpic');
        cpSync(join(people, 's15'), join(people, 's39'), { recursive: true });
      },
      `unlabelled casme-sq/39: a subject without a row in ${LABELS} (2 videos): taken as without expressions`,
    ],
  ])('are told: %s', async (_, change, told) => {
    expect((await readChanged('sq', change)).told).toContain(told);
  });
});

describe('AffectNet', () => {
  const LIST = 'Manually_Annotated_file_lists/training.csv';
  beforeAll(() => makeAffectnetLists(join(top, 'affectnet')));
  const listOf = (edit: (cells: string[]) => string) => (folder: string) => {
    const lines = readFileSync(join(folder, LIST), 'utf8').trim().split('\r\n');
    writeFileSync(join(folder, LIST), lines.map((line) => edit(line.split(','))).join('\r\n'));
  };

  test.each<[string, (folder: string) => unknown]>([
    ['semicolons', listOf((cells) => cells.map((cell) => (/;/.test(cell) ? `"${cell}"` : cell)).join(';'))],
    ['columns in another order', listOf((cells) => [...cells.slice(6), ...cells.slice(0, 6)].join(','))],
    [
      'the folder of pictures doubled',
      (folder) => {
        const images = join(folder, 'Manually_Annotated/Manually_Annotated_Images');
        renameAll(images, (name) => join(basename(images), name));
      },
    ],
  ])('is read: %s', async (_, change) => {
    expect((await readChanged('affectnet', change)).pictures).toHaveLength(16);
  });

  test('a list without a row is told', async () => {
    const { told } = await readChanged('affectnet', (folder) => {
      writeFileSync(join(folder, LIST), '');
    });
    expect(told).toContain('missing training.csv: it has no row');
  });
});

describe('one’s own clips', () => {
  beforeAll(() => makeOwn(join(top, 'own')));
  const table = (edit: (text: string) => string | Buffer) => (folder: string) => {
    const path = join(folder, 'labels.csv');
    writeFileSync(path, edit(readFileSync(path, 'utf8')));
  };

  test.each<[string, (folder: string) => unknown]>([
    [
      'a table in Latin letters of Windows',
      (folder) => {
        renameSync(join(folder, 'p1'), join(folder, 'José'));
        table((text) => Buffer.from(text.replaceAll(/^p1\//gm, 'José/'), 'latin1'))(folder);
      },
    ],
    [
      'accents that macOS writes as letters of their own',
      (folder) => {
        renameSync(join(folder, 'p1'), join(folder, 'Jose\u0301'));
        table((text) => text.replaceAll(/^p1\//gm, 'José/'))(folder);
      },
    ],
    [
      'a table in Excel',
      async (folder) => {
        const lines = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
        await writeWorkbook(join(folder, 'labels.xlsx'), { a: lines.map((line) => line.split(',')) });
        rmSync(join(folder, 'labels.csv'));
      },
    ],
  ])('are read: %s', async (_, change) => {
    const { samples, told } = await readChanged('own', change);
    expect([samples.length, told]).toEqual([6, []]);
  });

  test.each<[string, (text: string) => string, string]>([
    [
      'a row that stands twice',
      (text) => `${text}${text.split('\n')[1]!}\n`,
      'left-out labels.csv row 8: stands twice: the first is read',
    ],
    [
      'a row without a clip, behind empty lines',
      (text) => `${text}\n\n,p9,happiness,1,2,3,100,12\n`,
      'left-out labels.csv row 10: names no clip: not read',
    ],
    [
      'two frame rates',
      (text) => `${text}p1/clip1,p1,happiness,31,,39,50,12\n`,
      'left-out p1/clip1: its rows name several frame rates',
    ],
    [
      'a person in two spellings',
      (text) => text.replace('p1/clip2,p1', 'p1/clip2,P1'),
      'repaired subject "P1": is taken for "p1"',
    ],
    [
      'no emotion',
      (text) => text.replace('happiness', ''),
      'repaired p1/clip1 (labels.csv row 2): its emotion is empty: none',
    ],
  ])('are told: %s', async (_, edit, told) => {
    const index = await readChanged('own', table(edit));
    expect(index.told).toContain(told);
    expect(new Set(index.samples.map(({ subject }) => subject)).size).toBe(2);
  });

  test('are refused with the reason', async () => {
    await expect(
      readChanged(
        'own',
        table((text) => text.replaceAll(',100,', ',100 fps,')),
      ),
    ).rejects.toMatchObject({ facts: { first: 'p1/clip1, but its fps is "100 fps", not a frame rate' } });
    await expect(
      readChanged(
        'own',
        table(() => Buffer.from([0, 1, 2])),
      ),
    ).rejects.toMatchObject({
      facts: { reason: 'it is no text' },
    });
    const deeper = readChanged('own', (folder) => {
      renameAll(folder, (name) => join('in', name));
    });
    await expect(deeper).rejects.toMatchObject({
      facts: { wanted: 'labels.csv (its folder in has one: give that)' },
    });
  });
});
