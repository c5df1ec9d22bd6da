/** Files for other programs and other people, as jobs. */
import { mkdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { ExportOrder } from '../../../contract/channels/exports.ts';
import type { Handlers } from '../../../contract/channels/index.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { isDeviceName } from '../../delivery/device-name.ts';
import { exportFiles, type FilesOrder, USUAL_CLIPS } from '../../engine/export-files.ts';
import type { ExportFormat } from '../../engine/export/index.ts';
import { Session } from '../../engine/session/index.ts';
import type { AppContext, JobHandle } from '../context.ts';
import type { Log } from '../problem.ts';
import { promised } from '../promised.ts';
import { remember } from './ledger.ts';

export function exportHandlers({ library, jobs }: AppContext, log: Log): Handlers<'exports.'> {
  return {
    'exports.start': promised((order) => {
      const path = library.pathOf(order.session);
      const name = library.list().find(({ id }) => id === order.session)?.name ?? order.session;
      const ownDir = library.exportsDir(order.session);
      const outDir = order.outDir === null ? ownDir : resolve(order.outDir);
      makeFolder(outDir);
      const files = { ...filesOrder(order, outDir, name), mediaDir: library.mediaDir(order.session) };
      const isElsewhere = outDir !== resolve(ownDir);
      return {
        job: jobs.start('export', name, order.session, (job) =>
          runExport(job, path, files, (file) => {
            if (isElsewhere) remember(ownDir, file, log);
          }),
        ),
      };
    }),
  };
}

/** Rejects with the signal's reason when cancelled; files that are finished stay listed. */
async function runExport(
  job: JobHandle,
  sessionPath: string,
  order: FilesOrder,
  onWritten: (path: string) => void,
): Promise<void> {
  using session = Session.open(sessionPath);
  const startedMs = performance.now();
  const files: { name: string; path: string; sizeBytes: number }[] = [];
  const warnings: string[] = [];
  await exportFiles(session, order, {
    signal: job.signal,
    onFile: (path) => {
      onWritten(path);
      files.push({ name: basename(path), path, sizeBytes: statSync(path).size });
      job.update({ files: [...files] });
    },
    onWarning: (sentence) => {
      warnings.push(sentence);
      job.update({ warnings: [...warnings] });
    },
    onProgress: (done01) => {
      job.update({ progress01: done01, leftS: leftS(performance.now() - startedMs, done01) });
    },
  });
  job.signal.throwIfAborted();
}

/** Before a twentieth is done, what is left is a guess. */
const leftS = (elapsedMs: number, done01: number): number | null =>
  done01 < 0.05 ? null : (elapsedMs / 1000) * (1 / done01 - 1);

function filesOrder(order: ExportOrder, outDir: string, name: string): FilesOrder {
  const { formats, clips, hasReport, faces, fromUs, toUs } = order;
  const all: ExportFormat[] = [
    ...formats,
    ...(clips ? ['mp4' as const] : []),
    ...(hasReport ? ['html' as const] : []),
  ];
  return {
    formats: all,
    clips: clips ?? USUAL_CLIPS,
    faces,
    outDir,
    baseName: fileNameOf(name),
    ...(fromUs === null ? {} : { fromS: fromUs / 1e6 }),
    ...(toUs === null ? {} : { toS: toUs / 1e6 }),
  };
}

/** A session's name as a file's: without what one of the three systems refuses, and not too long for any. */
export function fileNameOf(name: string): string {
  const safe = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, '_')
    .replace(/^[. ]+/, '')
    .slice(0, 80)
    .replace(/[. ]+$/, '');
  return safe === '' || isDeviceName(safe) ? `session ${safe}`.trim() : safe;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
