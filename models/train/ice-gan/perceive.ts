/** The frozen network whose features the perceptual loss compares, out of a run that learnt it. */
import { OnsetError } from '../../../contract/errors.ts';
import { constant, Scope, type Tensor } from '../../graph/index.ts';
import { FACE_FEATURES, faceFeatures, type FaceFeaturesOptions } from '../../nets/face-features.ts';
import { RunFolder } from '../run-folder.ts';
import type { Perceive } from './programs.ts';

/**
 * `path` is the folder of a run of face-features; empty: null. Throws `run-missing`, `checkpoint-damaged`,
 * `beginning-foreign`.
 */
export function perceiveBy(path: string): Perceive {
  if (path === '') return null;
  const folder = new RunFolder(path);
  const { network, state } = folder.readRecord();
  if (network.name !== FACE_FEATURES.name)
    throw new OnsetError('beginning-foreign', {
      network: FACE_FEATURES.name,
      folder: path,
      reason: `it is of ${network.name}`,
    });
  const given = new Map<string, Tensor>(
    [...folder.readTensors(state)].flatMap(([name, { shape, values }]) =>
      values instanceof Float32Array ? [[name, constant(values, shape)]] : [],
    ),
  );
  const { width } = network.options as unknown as FaceFeaturesOptions;
  return (picture) => faceFeatures(Scope.over('inference', given), picture, width);
}
