import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isCurrent } from './is-current.mjs';
import { node24Path } from './node24.mjs';
import { BUNDLES, ROOT } from './paths.mjs';
import { runChild } from './run-child.mjs';

const LANDMARKS = join(ROOT, 'electron', 'engine', 'landmarks');
const MAKER = join(LANDMARKS, 'make-bundle.ts');

/** The landmark networks made from the npm package @mediapipe/face_mesh: no download needed. */
export const landmarkBundle = {
  name: 'landmark networks',
  isDone: () => isCurrent(join(BUNDLES, 'face_mesh.task'), [MAKER, ...sources()]),
  run: () => runChild(node24Path(), ['--disable-warning=ExperimentalWarning', MAKER]),
};

function sources() {
  const folder = join(LANDMARKS, 'bundle');
  return readdirSync(folder).map((file) => join(folder, file));
}
