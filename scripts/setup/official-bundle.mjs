import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { download } from './download.mjs';
import { BUNDLES, ROOT } from './paths.mjs';

const FILE = 'face_landmarker.task';
const SHA256 = '64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff';
const ADDRESS = `https://storage.googleapis.com/mediapipe-models/face_landmarker/face_landmarker/float16/1/${FILE}`;
const TARGET = join(BUNDLES, FILE);

/** 3.7 MB: a working line needs seconds, and nobody should wait much longer for a dead one. */
const TIMEOUT_MS = 20_000;

/** Google's own landmark networks, which also deliver blendshapes. */
export const officialBundle = {
  name: "MediaPipe's face_landmarker.task",
  optional: true,
  without:
    'Onset works with the landmark networks made from npm; only blendshapes are missing. ' +
    `Later: "npm run setup", or put the file from ${ADDRESS} into models/bundles/.`,
  isDone: () => existsSync(TARGET),

  async run() {
    mkdirSync(BUNDLES, { recursive: true });
    const draft = `${TARGET}.${process.pid}.tmp`;
    try {
      const copy = localCopy();
      if (copy !== undefined) copyFileSync(copy, draft);
      else await download(ADDRESS, draft, TIMEOUT_MS);
      if (!isGenuine(draft)) throw new Error('what came is not the published file');
      renameSync(draft, TARGET);
    } finally {
      rmSync(draft, { force: true });
    }
  },
};

function localCopy() {
  const folders = [process.env.ONSET_MODELS, join(ROOT, '..', 'shared', 'models')].filter(Boolean);
  return folders.map((folder) => join(folder, FILE)).find(isGenuine);
}

function isGenuine(path) {
  return existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === SHA256;
}
