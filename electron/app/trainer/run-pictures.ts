/** Pictures that a synthesizer's run has made, epoch by epoch. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSample, SamplePicture } from '../../../contract/channels/trainer-runs.ts';
import type * as v from 'valibot';
import { OnsetError } from '../../../contract/errors.ts';

type Sample = v.InferOutput<typeof RunSample>;

/** As `RunFolder.writePicture` calls them. */
const PICTURE = /^epoch-(\d+)\.png$/;

/** The first epoch first. */
export function picturesOf(runFolder: string): Sample[] {
  const folder = join(runFolder, 'pictures');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const [, epoch] = PICTURE.exec(file) ?? [];
      return epoch === undefined
        ? []
        : [{ name: file.replace('.png', ''), epoch: Number(epoch), label: `Epoch ${Number(epoch)}` }];
    });
}

/** Throws `input-not-found`. */
export function readPicture(runFolder: string, name: string): SamplePicture {
  const path = join(runFolder, 'pictures', `${name}.png`);
  if (!existsSync(path)) throw new OnsetError('input-not-found', { path });
  // A copy of its own: a small file's buffer is part of a larger one.
  return { bytes: Uint8Array.from(readFileSync(path)), type: 'image/png' };
}
