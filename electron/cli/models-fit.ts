/** `onset models fit`: thresholds of action units for a recognizer, found on clips of other people. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INDEX_FILE, openClipStore } from '../../models/data/clips/index.ts';
import { writeOutput } from '../../models/train/index.ts';
import { openRecognizer } from '../engine/infer/index.ts';
import { fitRecognizer, type FittedRecognizer } from '../trainer/fit-recognizer.ts';

export interface FitCall {
  readonly path: string;
  readonly data: readonly string[];
  readonly out: string;
  readonly isJson: boolean;
}

/** Resolves to the exit status. */
export async function fitModel({ path, data, out, isJson }: FitCall): Promise<number> {
  using opening = new DisposableStack();
  const stores = data.map((folder) => opening.use(openClipStore(validationPart(folder))));
  await using recognizer = await openRecognizer(path, { provider: 'cpu' });
  const fitted = await fitRecognizer(recognizer, readFileSync(path), stores);
  writeOutput(out, fitted.bytes);
  const { clips, units } = fitted;
  console.log(isJson ? JSON.stringify({ out, clips, units }) : describe(out, fitted));
  return 0;
}

function validationPart(folder: string): string {
  const part = join(folder, 'validation');
  return existsSync(join(folder, INDEX_FILE)) || !existsSync(join(part, INDEX_FILE)) ? folder : part;
}

function describe(out: string, { clips, units }: FittedRecognizer): string {
  const f1 = (value: number | null): string => (value === null ? '—' : value.toFixed(2));
  const rows = units.map(
    ({ au, threshold, positives, before, after }) =>
      `AU ${String(au).padEnd(3)} from ${threshold.toFixed(2).padStart(5)}  F1 ${f1(before)} → ${f1(after)}  (${String(positives)} clips)`,
  );
  return [`${out}: fitted on ${String(clips)} clips`, ...rows].join('\n');
}
