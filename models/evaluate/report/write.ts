import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { writeAtomically } from '../../train/atomic-file.ts';

/** Files by name, each whole or not at all. Gives their paths; throws `output-unwritable`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): string[] {
  const encoder = new TextEncoder();
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    try {
      mkdirSync(folder, { recursive: true });
      writeAtomically(path, encoder.encode(text));
    } catch (error) {
      throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
    }
    return path;
  });
}
