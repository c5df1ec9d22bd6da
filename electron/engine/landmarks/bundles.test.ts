import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { makeMeshBundle } from './bundle/make.ts';
import { bundleFolders, chooseBundle, findBundles } from './bundles.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'onset-bundles-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('an empty place has none, and choosing says where was looked', () => {
  expect(findBundles([folder])).toEqual({ found: [], refused: [] });
  expect(() => chooseBundle('auto', [folder])).toThrow(
    expect.objectContaining({ code: 'landmark-bundle-missing', facts: { name: 'auto', folders: folder } }),
  );
});

test('the made bundle is found and chosen', () => {
  const path = join(folder, 'face_mesh.task');
  writeFileSync(path, makeMeshBundle());
  expect(chooseBundle('auto', [folder])).toMatchObject({ name: 'mesh', path, hasBlendshapes: false });
  expect(() => chooseBundle('official', [folder])).toThrow(
    expect.objectContaining({ code: 'landmark-bundle-missing' }),
  );
});

test('a file with the right name and other content is refused and named', () => {
  const path = join(folder, 'face_landmarker.task');
  writeFileSync(path, 'not a bundle');
  expect(findBundles([folder]).refused.map(({ facts }) => facts.path)).toEqual([path]);
  expect(() => chooseBundle('official', [folder])).toThrow(
    expect.objectContaining({ code: 'landmark-bundle-wrong', exitStatus: 1 }),
  );
  // It does not stand in the way of a good one.
  const good = join(folder, 'face_mesh.task');
  writeFileSync(good, makeMeshBundle());
  expect(chooseBundle('auto', [folder]).path).toBe(good);
});

test('a good file further on is taken after a bad one', () => {
  const second = mkdtempSync(join(tmpdir(), 'onset-bundles-'));
  try {
    writeFileSync(join(folder, 'face_mesh.task'), 'damaged');
    writeFileSync(join(second, 'made'), makeMeshBundle());
    copyFileSync(join(second, 'made'), join(second, 'face_mesh.task'));
    expect(chooseBundle('mesh', [folder, second]).path).toBe(join(second, 'face_mesh.task'));
  } finally {
    rmSync(second, { recursive: true });
  }
});

test("the person's own folder comes first", () => {
  expect(bundleFolders({ ONSET_MODELS: '/own' })[0]).toBe('/own');
  expect(bundleFolders({})).not.toContain('/own');
});
