import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { OnsetError } from '../../../contract/errors.ts';
import type { RecognizerCard } from '../../../contract/model.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import { assertValidModel, checkRecognizer, decodeModel } from '../../../models/onnx/index.ts';

export interface RecognizerFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly card: RecognizerCard;
}

/**
 * Reads a recognizer and checks everything that can be known without running it. Throws `input-not-found`,
 * `input-unreadable`, `model-not-onnx`, `model-invalid`, `model-unfit` or `model-other-recipe`.
 */
export async function readRecognizer(path: string): Promise<RecognizerFile> {
  const bytes = await readModelBytes(path);
  const model = decodeModel(bytes, path);
  assertValidModel(model, path);
  const { card, problems } = checkRecognizer(model);
  if (card === null) throw new OnsetError('model-unfit', { model: path, problem: problems.join('; ') });
  if (card.recipe !== RECIPE.id)
    throw new OnsetError('model-other-recipe', { model: path, theirs: card.recipe, ours: RECIPE.id });
  return { path, bytes, card: { ...card, sha256: sha256Of(bytes) } };
}

/** A file's bytes; failures of the file system become catalogue errors. */
export async function readModelBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Copied once out of a Buffer, whose memory may be shared with others and must not be transferred.
    return Uint8Array.from(await readFile(path));
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    if (cause.code === 'ENOENT') throw new OnsetError('input-not-found', { path }, cause);
    const reason = cause.code === 'EISDIR' ? 'it is a folder, not a model file' : cause.message;
    throw new OnsetError('input-unreadable', { path, reason }, cause);
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';
