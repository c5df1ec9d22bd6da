/** What generators can be measured and looked at, by what their files say they are. */
import { OnsetError } from '../../../contract/errors.ts';
import { openAuIcganMaker } from '../au-icgan/face-maker.ts';
import { openIceGanMaker } from '../ice-gan/face-maker.ts';
import type { FaceMaker } from './face-maker.ts';
import type { GeneratorFile } from './generator-file.ts';

const MAKERS: Readonly<Record<string, (file: GeneratorFile) => Promise<FaceMaker>>> = {
  'au-icgan': openAuIcganMaker,
  'ice-gan': openIceGanMaker,
};

/** Throws `generator-unfit`. */
export async function openMaker(file: GeneratorFile): Promise<FaceMaker> {
  const open = MAKERS[file.generator];
  if (open === undefined)
    throw new OnsetError('generator-unfit', {
      path: file.path,
      reason: `"${file.generator}" is no network that is measured`,
    });
  return await open(file);
}
