import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Receipt } from '../../../contract/channels/consent.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { partPath, rowCounts, Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import { hasForgotten, isUnchanged, writtenElsewhere } from '../exports/ledger.ts';
import type { Log } from '../problem.ts';
import { randomId } from '../random-id.ts';
import { closeReview } from '../review/index.ts';
import { writeReceipt } from './receipts.ts';

/** What SQLite keeps beside a database while it is open, or after a crash. */
const BESIDE = ['-wal', '-shm', '-journal'];

interface Outcome {
  readonly deleted: Receipt['deleted'];
  readonly kept: Receipt['kept'];
}

/**
 * Deletes a session with everything that Onset keeps of it: the session file, recordings and copies of its video,
 * and what was exported from it. Video elsewhere belongs to somebody else and is only named. Files are unlinked, not
 * overwritten: on flash memory and journaling file systems overwriting promises nothing.
 *
 * Faces of one video cannot be taken apart, so whoever withdraws takes the others' data along; the receipt names them.
 *
 * Throws `session-unknown`, `session-busy`, `output-unwritable` where the session file cannot be deleted (then nothing
 * has been) or the receipt not be written.
 */
export async function deleteSession(
  context: AppContext,
  session: string,
  { reason, participant }: Pick<Receipt, 'reason' | 'participant'>,
  log: Log,
): Promise<Receipt> {
  const { library, dataDir } = context;
  const path = library.pathOf(session);
  expectIdle(context, session);
  // Some systems do not delete a file that somebody holds open.
  await closeReview(context, session);
  const { videos, participants } = readWhatFor(path);
  const rows = rowCounts(path);
  const sessionName = nameOf(library, session);
  const [mediaDir, exportsDir] = [library.mediaDir(session), library.exportsDir(session)];
  const elsewhere = writtenElsewhere(exportsDir, log);
  const hasForgottenSome = hasForgotten(exportsDir);

  const outcome: Outcome = { deleted: [], kept: [] };
  // First the session: where that fails nothing else is touched.
  deleteFile(path, outcome);
  if (outcome.kept.length > 0)
    throw new OnsetError('output-unwritable', { path, reason: outcome.kept[0]!.why });
  for (const ending of BESIDE) if (existsSync(path + ending)) deleteFile(path + ending, outcome);
  for (const folder of [mediaDir, exportsDir]) deleteFolder(folder, outcome);
  for (const file of elsewhere) {
    if (isUnchanged(file)) deleteFile(file.path, outcome);
    else if (existsSync(file.path)) outcome.kept.push({ name: file.path, why: CHANGED });
  }
  keepForeign(
    videos.filter((video) => existsSync(video)),
    FOREIGN_VIDEO,
    outcome,
  );
  keepForeign(besideOf(path), BESIDE_SESSION, outcome);
  if (hasForgottenSome) outcome.kept.push({ name: 'exports in other folders', why: FORGOTTEN });
  outcome.kept.push({ name: 'traces and copies', why: NOT_REACHED });
  const others = participants.filter((other) => other !== participant);
  const at = new Date().toISOString();
  const receipt = writeReceipt(dataDir, {
    ...{ id: randomId(), at, reason, participant, others, sessionName },
    ...outcome,
    rows,
  });
  library.remove(session);
  return receipt;
}

/** Throws `session-busy` while a job or a recording uses the session. */
function expectIdle(context: AppContext, session: string): void {
  const { library, jobs } = context;
  expectWritten(context, session);
  const name = nameOf(library, session);
  const job = jobs
    .list()
    .find((one) => one.session === session && (one.state === 'running' || one.state === 'waiting'));
  if (job) throw new OnsetError('session-busy', { session: name, what: `an ${job.kind} of it is under way` });
}

/** Throws `session-busy` while the session's first writer is at work. */
export function expectWritten({ library }: AppContext, session: string): void {
  if (!existsSync(partPath(library.pathOf(session)))) return;
  throw new OnsetError('session-busy', {
    session: nameOf(library, session),
    what: 'it is being recorded or analyzed',
  });
}

/** As a person calls it; its id where it is not listed. */
export const nameOf = (library: AppContext['library'], session: string): string =>
  library.list().find(({ id }) => id === session)?.name ?? session;

function readWhatFor(path: string): { readonly videos: string[]; readonly participants: string[] } {
  using session = Session.open(path);
  const videos = [session.input?.path ?? '', ...session.recordings.map((recording) => recording.path)];
  return {
    videos: [...new Set(videos.filter((video) => video !== '').map((video) => resolve(video)))],
    participants: [...new Set([...session.consents()].map(({ participant }) => participant))],
  };
}

function deleteFolder(folder: string, outcome: Outcome): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (!entry.isDirectory()) deleteFile(join(entry.parentPath, entry.name), outcome);
  if (!outcome.kept.some(({ name }) => name.startsWith(folder + sep)))
    rmSync(folder, { recursive: true, force: true });
}

function deleteFile(path: string, { deleted, kept }: Outcome): void {
  try {
    const { size } = statSync(path);
    rmSync(path);
    deleted.push({ name: basename(path), sizeBytes: size });
  } catch (error) {
    kept.push({
      name: path,
      why: `It could not be deleted: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

const keepForeign = (paths: readonly string[], why: string, { kept }: Outcome): void => {
  kept.push(...paths.map((name) => ({ name, why })));
};

/** `NAME.json`, `NAME.frames.csv` … beside `NAME.onset`: written by the command line, or by somebody. */
function besideOf(path: string): string[] {
  const stem = `${basename(path, '.onset')}.`;
  if (!existsSync(dirname(path))) return [];
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(stem))
    .map((name) => join(dirname(path), name));
}

const FOREIGN_VIDEO = 'The video does not lie in a folder of Onset’s own: whoever keeps it decides about it.';
const BESIDE_SESSION =
  'It lies beside the session under the same name; Onset does not know who else needs it.';
const CHANGED = 'It was exported from the session and has been changed since, so it may be somebody’s own.';
const FORGOTTEN =
  'The list of files that were exported to other folders was damaged: some may be left that Onset cannot name.';
const NOT_REACHED =
  'Files are deleted as any program deletes them: with special tools parts may be found on the disk for a while. Backups and copies that people made are not reached.';
