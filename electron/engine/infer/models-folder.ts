import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OnsetError } from '../../../contract/errors.ts';
import type { RecognizerCard } from '../../../contract/model.ts';
import { RECIPE } from '../../../contract/recipe.ts';
import {
  checkRecognizer,
  decodeModel,
  elementCount,
  validateModel,
  type ModelProto,
} from '../../../models/onnx/index.ts';
import { readModelBytes, readRecognizer, sha256Of } from './model-file.ts';
import { openRecognizer } from './recognizer.ts';

/** Where recognizers that come with Onset lie. */
export const MODELS_FOLDER = fileURLToPath(new URL('../../../models/weights/', import.meta.url));

/** The recognizer that is used unless another one is asked for; null where Onset came without it. */
export function shippedRecognizer(): string | null {
  const path = join(MODELS_FOLDER, 'au-gacn.onnx');
  return existsSync(path) ? path : null;
}

export interface ModelListing {
  readonly name: string;
  readonly path: string;
  readonly card: RecognizerCard | null;
  /** Why the file cannot be used; null when it can. */
  readonly problem: string | null;
}

export interface ModelReport {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly card: RecognizerCard | null;
  /** Null for a file that is no ONNX model. */
  readonly graph: GraphSummary | null;
  /** A run on one window; null where problems stood against it. */
  readonly trial: { readonly provider: 'cpu'; readonly openMs: number; readonly scoreMs: number } | null;
  /** Everything that is wrong; empty for a recognizer that can be used. */
  readonly problems: readonly string[];
}

export interface GraphSummary {
  readonly nodes: number;
  readonly parameters: number;
  readonly opset: number;
}

/** Every `.onnx` file in a folder by name, with its card or why it has none; empty where there is no such folder. */
export async function listModels(folder = MODELS_FOLDER): Promise<readonly ModelListing[]> {
  const listings: ModelListing[] = [];
  for (const name of await onnxNames(folder)) listings.push(await listModel(join(folder, name)));
  return listings;
}

/**
 * Everything that can be found out about a model file: structure, contract, recipe, and one run on the CPU. Throws
 * `input-not-found` or `input-unreadable`; whatever else is wrong stands in `problems`.
 */
export async function verifyModel(path: string): Promise<ModelReport> {
  const bytes = await readModelBytes(path);
  const file = { path, sizeBytes: bytes.byteLength, sha256: sha256Of(bytes) };
  const model = await caught(() => decodeModel(bytes, path));
  if (model instanceof OnsetError)
    return { ...file, card: null, graph: null, trial: null, problems: [model.message] };
  const contract = checkRecognizer(model);
  const card = contract.card === null ? null : { ...contract.card, sha256: file.sha256 };
  const problems = [...validateModel(model), ...contract.problems];
  if (card !== null && card.recipe !== RECIPE.id)
    problems.push(`it was trained on crops of recipe ${card.recipe}, not ${RECIPE.id}`);
  const graph = summarize(model);
  if (problems.length > 0) return { ...file, card, graph, trial: null, problems };
  const trial = await caught(() => tryRecognizer(path));
  return trial instanceof OnsetError
    ? { ...file, card, graph, trial: null, problems: [trial.message] }
    : { ...file, card, graph, trial, problems };
}

async function listModel(path: string): Promise<ModelListing> {
  const file = await caught(() => readRecognizer(path));
  return file instanceof OnsetError
    ? { name: basename(path), path, card: null, problem: file.message }
    : { name: basename(path), path, card: file.card, problem: null };
}

async function onnxNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.onnx')).sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OnsetError('input-unreadable', { path: folder, reason }, cause);
  }
}

async function tryRecognizer(path: string): Promise<NonNullable<ModelReport['trial']>> {
  const start = performance.now();
  await using recognizer = await openRecognizer(path, { provider: 'cpu' });
  const opened = performance.now();
  const window = { clip: recognizer.newClip().fill(0.5), neutral: recognizer.newNeutral().fill(0.5) };
  await recognizer.score([window]);
  return { provider: 'cpu', openMs: opened - start, scoreMs: performance.now() - opened };
}

function summarize({ graph, opsetImport }: ModelProto): GraphSummary {
  const standard = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const sizes = graph?.initializer.map(({ dims }) => elementCount(dims.map(Number))) ?? [];
  return {
    nodes: graph?.node.length ?? 0,
    parameters: sizes.reduce((sum, size) => sum + size, 0),
    opset: Number(standard?.version ?? 0n),
  };
}

/** A failure of the world as a value, where it is part of the answer. */
async function caught<Value>(act: () => Value | Promise<Value>): Promise<Value | OnsetError> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof OnsetError) return error as OnsetError;
    throw error;
  }
}
