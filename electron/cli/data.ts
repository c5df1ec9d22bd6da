/** `onset data`: which data set a folder holds, and where it differs from the published release. */
import { OnsetError } from '../../contract/errors.ts';
import { guessSet, readSet, SET_LICENCES, SET_NAMES, SET_TITLES } from '../../models/data/sets/index.ts';
import { oneOf, parseArguments, usage } from './arguments.ts';
import { type Count, type DataReport, reportData } from './data-report.ts';

export const DATA_HELP = `onset data             data sets that can be read, and how to apply for them
onset data DIR         which set a folder holds: clips, subjects, classes and action units beside the published
                       counts, and everything that differs from the release

  --set NAME       read it as this set: ${SET_NAMES.slice(0, 5).join(', ')},
                   ${SET_NAMES.slice(5).join(', ')}
  --labels TEXT    of several label files, the one with this in its name
  --pictures TEXT  of several copies of the pictures, the one with this in its path
  --json           one JSON value on standard output instead of text

Nothing is copied and no picture is decoded. Layouts and the CSV of one's own clips: docs/data-sets.md.`;

/** Resolves to the exit status. */
export async function dataCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('data', argv, {
    set: { type: 'string' },
    labels: { type: 'string' },
    pictures: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const [folder, ...more] = positionals;
  if (more.length > 0) throw usage('data wants one folder', 'data');
  if (folder === undefined) {
    if (values.set !== undefined) throw usage('data --set wants a folder', 'data');
    console.log(values.json ? JSON.stringify(listSets()) : describeSets());
    return 0;
  }
  const set = values.set === undefined ? guessSet(folder) : oneOf('set', values.set, SET_NAMES);
  if (set === null)
    throw new OnsetError('set-unknown', {
      folder,
      reason: 'no file or folder in it, up to four levels down, has a name of a release',
    });
  const report = reportData(await readSet(set, folder, values));
  console.log(values.json ? JSON.stringify(report) : describeData(report));
  return 0;
}

const listSets = () => SET_NAMES.map((set) => ({ set, title: SET_TITLES[set], ...SET_LICENCES[set] }));

function describeSets(): string {
  const lines = listSets().flatMap(({ set, title, what, apply }) => [
    `${set.padEnd(11)}${title}: ${what}`,
    `${' '.repeat(11)}${apply}`,
  ]);
  return [...lines, '', 'Layouts: docs/data-sets.md. "onset data DIR" tells what a folder holds.'].join('\n');
}

export function describeData(report: DataReport): string {
  const { title, folder, coding, subjects, counts, discrepancies, licence } = report;
  const lines = [`${title} in ${folder}`, `read from ${coding}`];
  for (const [group, rows] of Object.entries(counts)) lines.push('', group, ...table(rows));
  if (subjects.length > 0) lines.push('', 'subjects', ...wrap(subjects));
  lines.push('', discrepancies.length === 0 ? 'no discrepancies' : `discrepancies: ${discrepancies.length}`);
  lines.push(...discrepancies.map(({ kind, about, what }) => `  ${kind.padEnd(11)}${about}: ${what}`));
  return [...lines, '', licence].join('\n');
}

function table(rows: readonly Count[]): string[] {
  const width = Math.max(...rows.map(({ what }) => what.length)) + 2;
  return rows.map(({ what, here, published }) => {
    const other = Array.isArray(published) ? published.join(' or ') : published;
    const mark = published === null || [published].flat().includes(here) ? '' : '   differs';
    return `  ${what.padEnd(width)}${String(here).padStart(7)}${other === null ? '' : `   published ${String(other)}${mark}`}`;
  });
}

/** Words in lines of at most 100 letters. */
function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}
