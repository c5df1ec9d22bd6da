import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { describeDetector, foldLandmarks } from './networks.ts';
import { readRefinements } from './refinement-tables.ts';
import { storedZip } from './stored-zip.ts';

/**
 * The `mesh` bundle: MediaPipe's face detector and attention mesh, taken from the npm package `@mediapipe/face_mesh`
 * (Apache-2.0) and put into the form that the FaceLandmarker of `@mediapipe/tasks-vision` reads. The package has no
 * blendshape network, so the bundle has none. The same package always gives the same bytes.
 */
export function makeMeshBundle(packageFolder: string = faceMeshFolder()): Uint8Array {
  const wasm = readVerified(packageFolder, 'face_mesh_solution_simd_wasm_bin.wasm');
  const data = readVerified(packageFolder, 'face_mesh_solution_packed_assets.data');
  const loader = readFileSync(join(packageFolder, 'face_mesh_solution_packed_assets_loader.js'), 'utf8');
  const asset = (name: string) => sliceAsset(data, loader, name);
  return storedZip([
    { name: 'face_detector.tflite', content: describeDetector(asset('face_detection_short_range.tflite')) },
    {
      name: 'face_landmarks_detector.tflite',
      content: foldLandmarks(asset('face_landmark_with_attention.tflite'), readRefinements(wasm)),
    },
    {
      name: 'geometry_pipeline_metadata_landmarks.binarypb',
      content: asset('geometry_pipeline_metadata_landmarks.binarypb'),
    },
  ]);
}

/** Files of @mediapipe/face_mesh 0.4.1657299874 whose insides this bundle is cut from. */
const SHA256 = {
  'face_mesh_solution_simd_wasm_bin.wasm': 'a51eaf606ae3e951573e7dc4f08b4e7645357530d9662c36b40eee1ded362509',
  'face_mesh_solution_packed_assets.data': 'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99',
} as const;

/** The bundle that version of the package gives. */
export const MESH_BUNDLE_SHA256 = '0b273b22d5ac8db707b6a28ddbb5061cc060044e8747517a34be4ce86bbbde24';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function faceMeshFolder(): string {
  return join(createRequire(import.meta.url).resolve('@mediapipe/face_mesh/package.json'), '..');
}

function readVerified(folder: string, name: keyof typeof SHA256): Uint8Array {
  const bytes = readFileSync(join(folder, name));
  if (sha256(bytes) !== SHA256[name]) {
    throw new Error(`internal: ${name} is not the one of @mediapipe/face_mesh 0.4.1657299874`);
  }
  return bytes;
}

/** The loader's call `loadPackage({"files": [{filename, start, end}, …]})` says what lies where in the data file. */
function sliceAsset(data: Uint8Array, loader: string, name: string): Uint8Array {
  const call = /loadPackage\((\{.*?\})\);/s.exec(loader);
  if (!call) throw new Error('internal: the asset loader of @mediapipe/face_mesh has no list of files');
  const { files } = JSON.parse(call[1]!) as { files: { filename: string; start: number; end: number }[] };
  const file = files.find(({ filename }) => filename.endsWith(`/${name}`));
  if (!file) throw new Error(`internal: @mediapipe/face_mesh has no ${name}`);
  return data.subarray(file.start, file.end);
}
