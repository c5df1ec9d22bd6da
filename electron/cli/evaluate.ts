/** `onset evaluate`: a network under a protocol, fold by fold, into a table. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationResult } from '../../contract/evaluation.ts';
import { OnsetError } from '../../contract/errors.ts';
import { compareResults, writeComparison, writeReports } from '../../models/evaluate/report/index.ts';
import { evaluate, RESULT_FILE } from '../trainer/evaluation/index.ts';
import { parseEvaluateCall } from './evaluate-call.ts';
import { createEvaluateReport } from './evaluate-report.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import type { Terminal } from './report.ts';

/** Resolves to the exit status. */
export async function evaluateCommand(argv: readonly string[]): Promise<number> {
  const { call, jobs, part, isMergeOnly, compare, isJson } = parseEvaluateCall(argv);
  // Hours of folds should not end at a result that is not there.
  const other = compare === null ? null : readResult(compare);
  prepareOutputFolder(call.folder);
  using interruption = onInterruption();
  const terminal: Terminal = {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    columns: process.stderr.isTTY ? process.stderr.columns || 80 : null,
    now: () => performance.now(),
  };
  using report = createEvaluateReport(isJson, terminal);
  const { signal } = interruption;
  const result = await evaluate(call, {
    jobs,
    part,
    isMergeOnly,
    signal,
    tell: (event) => report.tell(event),
  });
  if (result === null) {
    report.unfinished(signal.aborted);
    return 0;
  }
  const files = [join(call.folder, RESULT_FILE), ...(await writeReports(result, call.folder))];
  if (other !== null) files.push(...(await writeComparison(compareResults(result, other), call.folder)));
  report.finished(result, files);
  return 0;
}

function readResult(folder: string): EvaluationResult {
  const path = join(folder, RESULT_FILE);
  if (!existsSync(path)) throw new OnsetError('input-not-found', { path });
  try {
    // Written by `evaluate` whole or not at all.
    return JSON.parse(readFileSync(path, 'utf8')) as EvaluationResult;
  } catch (error) {
    throw new OnsetError('evaluation-damaged', { path }, error);
  }
}
