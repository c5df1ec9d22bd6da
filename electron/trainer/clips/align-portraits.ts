import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { invert } from '../../../contract/align.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import type { LandmarkBundle } from '../../../contract/landmarks.ts';
import { cropBytes, RECIPE } from '../../../contract/recipe.ts';
import {
  type AlignedPortrait,
  packPortrait,
  unpackPortrait,
} from '../../../models/data/clips/aligned-portrait.ts';
import { Aligner } from '../../engine/align/index.ts';
import { openFile } from '../../engine/capture/index.ts';
import { chooseBundle, FaceTracker } from '../../engine/landmarks/index.ts';
import { isWholeFace, listPortraits } from './portraits.ts';

export interface AlignedPortraits {
  readonly portraits: readonly AlignedPortrait[];
  /** Pictures in which no whole face was found. */
  readonly faceless: readonly string[];
}

/**
 * The portraits of a folder as the engine cuts them out, in the order of their names. Each is read once: `cacheDir`
 * keeps them. Throws `portraits-missing`, `portraits-without-face`, `output-unwritable` and what reading pictures
 * throws.
 */
export async function alignPortraits(facesDir: string, cacheDir: string): Promise<AlignedPortraits> {
  const names = listPortraits(facesDir);
  const bundle = chooseBundle('auto');
  const portraits: AlignedPortrait[] = [];
  const faceless: string[] = [];
  for (const name of names) {
    const path = join(cacheDir, `${name}.${RECIPE.id}.aligned`);
    const kept = existsSync(path) ? unpackPortrait(name, readFileSync(path)) : null;
    const portrait = kept ?? (await alignPortrait(join(facesDir, name), name, bundle));
    if (!portrait) faceless.push(name);
    else {
      portraits.push(portrait);
      if (!kept) keep(path, cacheDir, packPortrait(portrait));
    }
  }
  if (portraits.length === 0) throw new OnsetError('portraits-without-face', { folder: facesDir });
  return { portraits, faceless };
}

async function alignPortrait(
  path: string,
  name: string,
  bundle: LandmarkBundle,
): Promise<AlignedPortrait | null> {
  await using source = await openFile(path);
  for await (const frame of source.frames()) {
    using held = frame;
    const { image } = held;
    // A tracker of its own for every picture: one that has seen another face looks for it in the same place.
    await using tracker = await FaceTracker.create({ bundle, maxFaces: 1, blendshapes: false });
    const { faces } = await tracker.track(image, 0, 0);
    const face = faces.toSorted((a, b) => b.confidence01 - a.confidence01)[0];
    if (!face || !isWholeFace(face.mesh, image.widthPx)) return null;
    using aligner = new Aligner(0, RECIPE);
    aligner.observe(0, face.mesh);
    const crop = new Uint8Array(cropBytes(RECIPE));
    const alignment = aligner.align(image, 0, crop);
    if (!alignment) return null;
    const { a, b, tx, ty } = invert(alignment.cropToFrame);
    const scale = Math.hypot(a, b);
    const mesh = face.mesh.map((value, i) => {
      if (i % 3 === 2) return scale * value;
      const at = i - (i % 3);
      const [x, y] = [face.mesh[at]!, face.mesh[at + 1]!];
      return i % 3 === 0 ? a * x - b * y + tx : b * x + a * y + ty;
    });
    return { name, crop, mesh };
  }
  return null;
}

function keep(path: string, folder: string, bytes: Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.tmp`, bytes);
    renameSync(`${path}.tmp`, path);
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
