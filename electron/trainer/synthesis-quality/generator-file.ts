/** A generator's model file, and what it says of itself. */
import { existsSync, readFileSync } from 'node:fs';
import { OnsetError } from '../../../contract/errors.ts';
import { allMetadata, decodeModel } from '../../../models/onnx/index.ts';

export interface GeneratorFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The network's name. */
  readonly generator: string;
  readonly emotions: readonly string[];
  /** Width and height of its pictures. */
  readonly sizePx: number;
  /** Values of z; 0 where it takes none. */
  readonly noise: number;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Throws `input-not-found` and `generator-unfit`. */
export function readGenerator(path: string): GeneratorFile {
  if (!existsSync(path)) throw new OnsetError('input-not-found', { path });
  return parseGenerator(path, readFileSync(path));
}

/** `path` is what messages call it. Throws `generator-unfit`. */
export function parseGenerator(path: string, bytes: Uint8Array): GeneratorFile {
  const metadata = metadataOf(path, bytes);
  const generator = metadata.get('onset.generator');
  if (generator === undefined)
    throw new OnsetError('generator-unfit', {
      path,
      reason: 'it has no metadata property "onset.generator"',
    });
  return {
    path,
    bytes,
    generator,
    // Written by the trainer with the model.
    emotions: JSON.parse(metadata.get('onset.emotions') ?? '[]') as string[],
    sizePx: Number(metadata.get('onset.size') ?? 0),
    noise: Number(metadata.get('onset.noise') ?? 0),
    metadata,
  };
}

function metadataOf(path: string, bytes: Uint8Array): ReadonlyMap<string, string> {
  try {
    return allMetadata(decodeModel(bytes));
  } catch (error) {
    throw new OnsetError('generator-unfit', { path, reason: 'it is no ONNX model' }, error);
  }
}
