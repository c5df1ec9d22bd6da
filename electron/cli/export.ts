/** `onset export`: result files from a session that is there. */
import { basename, dirname } from 'node:path';
import { exportFiles } from '../engine/export-files.ts';
import { EXPORT_FORMATS, parseFormats } from '../engine/export/index.ts';
import { Session } from '../engine/session/index.ts';
import { parseArguments, seconds, usage } from './arguments.ts';
import { LOOK_FLAGS, LOOK_HELP, lookOf } from './export-look.ts';
import { INTERRUPTED, onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';

export const EXPORT_HELP = `onset export SESSION…   write result files from sessions

SESSION is a NAME.onset file that "onset analyze" has written.

  --format LIST   any of ${EXPORT_FORMATS.join(', ')}
  --out DIR       where they go (default: beside the session)
  --from TIME     leave out what is before this time of the source, in seconds or MM:SS
  --to TIME       leave out what is after it
  --plain         bare column names in frames.csv, where OpenFace writes a space before each
${LOOK_HELP}

Times in the files stay those of the source. Exit status: 0 done, 1 failed, 2 the call is wrong, 3 a session cannot
be read.`;

const FLAGS = {
  format: { type: 'string', multiple: true },
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  plain: { type: 'boolean', default: false },
  ...LOOK_FLAGS,
} as const;

/** Resolves to the exit status. */
export async function exportCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('export', argv, FLAGS);
  if (positionals.length === 0) throw usage('export wants a session', 'export');
  if (values.format === undefined) throw usage('export wants --format', 'export');
  const formats = parseFormats(values.format.join(','));
  const order = {
    formats,
    ...lookOf(values, formats, 'export'),
    plainHeaders: values.plain,
    ...(values.from === undefined ? {} : { fromS: seconds('from', values.from) }),
    ...(values.to === undefined ? {} : { toS: seconds('to', values.to) }),
  };
  using interruption = onInterruption();
  const { signal } = interruption;
  for (const path of positionals) {
    using session = Session.open(path);
    const outDir = values.out ?? dirname(path);
    prepareOutputFolder(outDir);
    await exportFiles(
      session,
      { ...order, outDir, baseName: basename(path, '.onset') },
      {
        signal,
        onFile: (file) => {
          console.log(file);
        },
        onWarning: (sentence) => {
          console.error(`onset: ${path}: ${sentence}`);
        },
        onProgress: () => undefined,
      },
    );
    if (signal.aborted) return INTERRUPTED;
  }
  return 0;
}
