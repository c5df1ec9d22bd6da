import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { OnsetError } from '../../../contract/errors.ts';
import type { LandmarkBundle } from '../../../contract/landmarks.ts';
import { MESH_BUNDLE_SHA256, sha256 } from './bundle/make.ts';

export type BundleName = LandmarkBundle['name'];

/** What the places that may hold bundles hold. */
export interface BundleSearch {
  readonly found: readonly LandmarkBundle[];
  /** Files that have a bundle's name but not its content, each as the error that says so. */
  readonly refused: readonly OnsetError<'landmark-bundle-wrong'>[];
}

const ROOT = join(import.meta.dirname, '..', '..', '..');
const BUNDLES = join(ROOT, 'models', 'bundles');

/** Where set-up puts the bundle made from the npm package. */
export const MADE_BUNDLE_PATH = join(BUNDLES, 'face_mesh.task');

const KINDS: readonly (Pick<LandmarkBundle, 'name' | 'sha256' | 'hasBlendshapes'> & {
  readonly file: string;
})[] = [
  { name: 'mesh', file: 'face_mesh.task', sha256: MESH_BUNDLE_SHA256, hasBlendshapes: false },
  {
    name: 'official',
    file: 'face_landmarker.task',
    // Version 1 (float16) as published by Google; there has been no other.
    sha256: '64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff',
    hasBlendshapes: true,
  },
];

/** Which bundle `auto` takes first; docs/landmarks.md has the measurements that decided it. */
const PREFERENCE: readonly BundleName[] = ['mesh', 'official'];

/** Folders that are looked through, in this order: the person's own, beside the checkout, set-up's. */
export const bundleFolders = (environment: NodeJS.ProcessEnv = process.env): string[] => [
  ...(environment['ONSET_MODELS'] ? [environment['ONSET_MODELS']] : []),
  join(ROOT, '..', 'shared', 'models'),
  BUNDLES,
];

/** The landmark bundles this machine has, each verified by its SHA-256; the first good one of each name. */
export function findBundles(folders: readonly string[] = bundleFolders()): BundleSearch {
  const found: LandmarkBundle[] = [];
  const refused: OnsetError<'landmark-bundle-wrong'>[] = [];
  for (const { file, ...kind } of KINDS) {
    for (const path of folders.map((folder) => join(folder, file)).filter(isFile)) {
      const actual = sha256(readFileSync(path));
      if (actual === kind.sha256) {
        found.push({ ...kind, path });
        break;
      }
      refused.push(new OnsetError('landmark-bundle-wrong', { path, sha256: actual }));
    }
  }
  return { found, refused };
}

/**
 * The bundle to use. `auto` takes the preferred one of those that are there; a name takes that one or throws
 * `landmark-bundle-wrong` (a file of that name has other content) or `landmark-bundle-missing`.
 */
export function chooseBundle(
  wanted: 'auto' | BundleName,
  folders: readonly string[] = bundleFolders(),
): LandmarkBundle {
  const { found, refused } = findBundles(folders);
  for (const name of wanted === 'auto' ? PREFERENCE : [wanted]) {
    const bundle = found.find((candidate) => candidate.name === name);
    if (bundle) return bundle;
  }
  const isWanted = (error: OnsetError<'landmark-bundle-wrong'>) =>
    KINDS.some(
      ({ name, file }) =>
        (wanted === 'auto' || wanted === name) && error.facts.path.toString().endsWith(file),
    );
  throw (
    refused.find(isWanted) ??
    new OnsetError('landmark-bundle-missing', { name: wanted, folders: folders.join(', ') })
  );
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
