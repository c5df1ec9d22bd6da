import { expect, test } from 'vitest';

import { FlatbufferReader } from './flatbuffer.ts';
import { MESH_BUNDLE_SHA256, makeMeshBundle, sha256 } from './make.ts';
import { carryPresence } from './networks.ts';
import { readStoredZip } from './stored-zip.ts';
import { MODEL, SUBGRAPH, TENSOR } from './tflite.ts';

const bundle = makeMeshBundle();
const files = new Map(readStoredZip(bundle).map(({ name, content }) => [name, content]));

function outputs(network: Uint8Array): { name: string; shape: number[] }[] {
  const reader = new FlatbufferReader(network);
  const subgraph = reader.tables(reader.root, MODEL.subgraphs)[0]!;
  const tensors = reader.tables(subgraph, SUBGRAPH.tensors);
  return reader.integers(subgraph, SUBGRAPH.outputs).map((index) => ({
    name: reader.text(tensors[index]!, TENSOR.name),
    shape: reader.integers(tensors[index]!, TENSOR.shape),
  }));
}

test('the same package always gives the same bundle, the one that is looked for', () => {
  expect(sha256(bundle)).toBe(MESH_BUNDLE_SHA256);
});

test('it holds what a FaceLandmarker asks for', () => {
  expect([...files.keys()]).toEqual([
    'face_detector.tflite',
    'face_landmarks_detector.tflite',
    'geometry_pipeline_metadata_landmarks.binarypb',
  ]);
});

test('the landmark network gives 478 points and a presence', () => {
  const given = outputs(files.get('face_landmarks_detector.tflite')!);
  expect(given.map(({ shape }) => shape)).toEqual([
    [1, 1, 1, 478 * 3],
    [1, 1, 1, 1],
  ]);
  expect(given[1]!.name).toBe('conv_faceflag');
});

test('the detector keeps its own outputs', () => {
  const given = outputs(files.get('face_detector.tflite')!);
  expect(given.map(({ name }) => name)).toEqual(['regressors', 'classificators']);
});

test('both networks say how a picture becomes their input', () => {
  for (const name of ['face_detector.tflite', 'face_landmarks_detector.tflite']) {
    const reader = new FlatbufferReader(files.get(name)!);
    const metadata = reader.tables(reader.root, MODEL.metadata).map((entry) => reader.text(entry, 0));
    expect(metadata).toEqual(['TFLITE_METADATA']);
  }
});

test('a network that carries its presence keeps shape, metadata and the old bytes', () => {
  const network = files.get('face_landmarks_detector.tflite')!;
  const carrying = carryPresence(network);
  expect(outputs(carrying).map(({ shape }) => shape)).toEqual(outputs(network).map(({ shape }) => shape));
  expect(Buffer.compare(carrying.subarray(-network.length), network)).toBe(0);
  const reader = new FlatbufferReader(carrying);
  expect(reader.tables(reader.root, MODEL.metadata).map((entry) => reader.text(entry, 0))).toEqual([
    'TFLITE_METADATA',
  ]);
});

test('a package with other content is refused', () => {
  expect(() => makeMeshBundle(import.meta.dirname)).toThrow(/ENOENT/);
});
