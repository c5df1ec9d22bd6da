/** `onset export`: result files from a session that is there. */
import { basename, dirname } from 'node:path';
import { EXPORT_FORMATS, exportSession, type ExportOptions, parseFormats } from '../engine/export/index.ts';
import { Session } from '../engine/session/index.ts';
import { parseArguments, seconds, usage } from './arguments.ts';
import { prepareOutputFolder } from './output-folder.ts';

export const EXPORT_HELP = `onset export SESSION…   write result files from sessions

SESSION is a NAME.onset file that "onset analyze" has written.

  --format LIST   any of ${EXPORT_FORMATS.join(', ')}
  --out DIR       where they go (default: beside the session)
  --from TIME     leave out what is before this time of the source, in seconds or MM:SS
  --to TIME       leave out what is after it
  --plain         bare column names in frames.csv, where OpenFace writes a space before each

Times in the files stay those of the source. Exit status: 0 done, 1 failed, 2 the call is wrong, 3 a session cannot
be read.`;

const FLAGS = {
  format: { type: 'string', multiple: true },
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  plain: { type: 'boolean', default: false },
} as const;

/** Resolves to the exit status. */
export async function exportCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('export', argv, FLAGS);
  if (positionals.length === 0) throw usage('export wants a session', 'export');
  if (values.format === undefined) throw usage('export wants --format', 'export');
  const formats = parseFormats(values.format.join(','));
  const options: ExportOptions = {
    plainHeaders: values.plain,
    ...(values.from === undefined ? {} : { fromS: seconds('from', values.from) }),
    ...(values.to === undefined ? {} : { toS: seconds('to', values.to) }),
  };
  for (const path of positionals) {
    using session = Session.open(path);
    const outDir = values.out ?? dirname(path);
    prepareOutputFolder(outDir);
    const files = await exportSession(session, formats, outDir, basename(path, '.onset'), options);
    console.log(files.join('\n'));
  }
  return 0;
}
