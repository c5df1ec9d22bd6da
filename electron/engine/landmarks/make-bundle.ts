/**
 * Writes the landmark networks made from `@mediapipe/face_mesh` to models/bundles/face_mesh.task. Set-up runs it
 * (`node electron/engine/landmarks/make-bundle.ts [FILE]`); it takes a tenth of a second and may be run again.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { makeMeshBundle } from './bundle/make.ts';
import { MADE_BUNDLE_PATH } from './bundles.ts';

const target = resolve(process.argv[2] ?? MADE_BUNDLE_PATH);
const draft = `${target}.${process.pid}.tmp`;
mkdirSync(dirname(target), { recursive: true });
try {
  writeFileSync(draft, makeMeshBundle());
  renameSync(draft, target);
} finally {
  rmSync(draft, { force: true });
}
