/** Where the Trainer keeps what: all of it below `training/` in the data folder. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';

export class TrainerFolders {
  readonly root: string;

  /** Throws `output-unwritable`. */
  constructor(dataDir: string) {
    this.root = join(dataDir, 'training');
    for (const folder of ['runs', 'data', 'models', 'uploads', 'prepared'])
      makeFolder(join(this.root, folder));
  }

  file(name: string): string {
    return join(this.root, name);
  }
  run(id: string): string {
    return join(this.root, 'runs', id);
  }
  data(id: string): string {
    return join(this.root, 'data', id);
  }
  /** Files that a page sent as the content of one folder. */
  uploads(key: string): string {
    return join(this.root, 'uploads', key);
  }
  /** Sets whose clips are cut out, kept by content so that training and evaluation cut them once. */
  get prepared(): string {
    return join(this.root, 'prepared');
  }
  get models(): string {
    return join(this.root, 'models');
  }
}

/** Only its owner may look into it: faces are in there. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
