/**
 * The folder of an evaluation:
 *
 *   evaluation.json   which evaluation it is: its folds' common name, and in words what was asked for
 *   folds/ID.json     what came of a fold, each written whole or not at all
 *   runs/ID/          the training of a fold that goes on
 *   result.json       all folds together
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { EvaluatedFold, EvaluationResult } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { writeAtomically } from '../../../models/train/index.ts';
import { FoldSchema } from './fold-file.ts';
import type { EvaluationPlan } from './plan.ts';

const IDENTITY = 'evaluation.json';
export const RESULT_FILE = 'result.json';

const IdentitySchema = v.object({
  format: v.literal(1),
  id: v.string(),
  settings: v.record(v.string(), v.unknown()),
});

export class EvaluationFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes it this evaluation's, unless it is another's. Throws `evaluation-other` and `output-unwritable`. */
  take({ id, settings }: Pick<EvaluationPlan, 'id' | 'settings'>): void {
    const path = join(this.path, IDENTITY);
    if (existsSync(path)) {
      const found = v.safeParse(IdentitySchema, parse(path));
      if (found.success && found.output.id === id) return;
      const reason = found.success ? differenceOf(found.output.settings, settings) : `${IDENTITY} is damaged`;
      throw new OnsetError('evaluation-other', { folder: this.path, reason });
    }
    this.#write(path, { format: 1, id, settings });
  }

  /** Ids of folds that are done. */
  get done(): ReadonlySet<string> {
    const folder = join(this.path, 'folds');
    if (!existsSync(folder)) return new Set();
    return new Set(readdirSync(folder).flatMap((file) => (/^(\w+)\.json$/.exec(file) ?? []).slice(1)));
  }

  /** Throws `evaluation-damaged`. */
  readFold(id: string): EvaluatedFold {
    const path = this.#foldPath(id);
    const read = v.safeParse(FoldSchema, parse(path));
    if (read.success && read.output.id === id) return read.output;
    throw new OnsetError('evaluation-damaged', { path });
  }

  writeFold(fold: EvaluatedFold): void {
    this.#write(this.#foldPath(fold.id), fold);
  }

  writeResult(result: EvaluationResult): string {
    const path = join(this.path, RESULT_FILE);
    this.#write(path, result);
    return path;
  }

  #foldPath(id: string): string {
    return join(this.path, 'folds', `${id}.json`);
  }

  #write(path: string, value: unknown): void {
    try {
      mkdirSync(join(path, '..'), { recursive: true });
      writeAtomically(path, new TextEncoder().encode(`${JSON.stringify(value)}\n`));
    } catch (error) {
      throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
    }
  }
}

/** Throws `evaluation-damaged`. */
function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new OnsetError('evaluation-damaged', { path }, error);
  }
}

/** The first thing that is otherwise, in words. */
const differenceOf = (was: unknown, is: unknown): string =>
  firstDifference('', was, is) ?? 'its clips or labels were others';

function firstDifference(name: string, was: unknown, is: unknown): string | null {
  const [before, now] = [was, is].map((value) => JSON.stringify(value ?? null));
  if (before === now) return null;
  if (!isRecord(was) || !isRecord(is)) return `${name} was ${shorten(before!)} and is ${shorten(now!)}`;
  const keys = new Set([...Object.keys(was), ...Object.keys(is)]);
  // What is within is named with it: `options.dropout`.
  return [...keys]
    .map((key) => firstDifference(name === '' ? key : `${name}.${key}`, was[key], is[key]))
    .find((found) => found !== null)!;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
