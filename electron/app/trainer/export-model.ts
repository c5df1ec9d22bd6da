import { copyFileSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { JobHandle } from '../context.ts';
import { fileNameOf } from '../exports/index.ts';
import { makeFolder } from './folders.ts';

/** Copies a model and its card into a folder, under the model's name. Throws `output-unwritable`. */
export function exportModel(job: JobHandle, name: string, paths: readonly string[], outDir: string): void {
  const folder = resolve(outDir);
  makeFolder(folder);
  const files = paths.map((path) => {
    const to = join(folder, `${fileNameOf(name)}${extname(path)}`);
    try {
      copyFileSync(path, to);
    } catch (error) {
      throw new OnsetError('output-unwritable', { path: to, reason: reasonOfWriting(error) }, error);
    }
    return { name: basename(to), path: to, sizeBytes: statSync(to).size };
  });
  job.update({ files });
}
