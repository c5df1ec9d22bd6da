/** `onset evaluate`: a network under a protocol, fold by fold, into a table. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluationResult } from '../../contract/evaluation.ts';
import { OnsetError } from '../../contract/errors.ts';
import { compareResults, writeComparison, writeReports } from '../../models/evaluate/report/index.ts';
import { evaluate, RESULT_FILE, work } from '../trainer/evaluation/index.ts';
import { parseEvaluateCall, type WorkCall } from './evaluate-call.ts';
import { createEvaluateReport } from './evaluate-report.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import type { Terminal } from './report.ts';

/** Resolves to the exit status. */
export async function evaluateCommand(argv: readonly string[]): Promise<number> {
  const [what, ...rest] = argv;
  if (what === 'spotting') return await (await import('./evaluate-spotting.ts')).evaluateSpotting(rest);
  if (what === 'synthesis') return await (await import('./evaluate-synthesis.ts')).evaluateSynthesis(rest);
  return await evaluateNetwork(argv);
}

async function evaluateNetwork(argv: readonly string[]): Promise<number> {
  const parsed = parseEvaluateCall(argv);
  if ('url' in parsed) return await takePart(parsed);
  const { call, jobs, part, isMergeOnly, queue, compare, isJson } = parsed;
  // Hours of folds should not end at a result that is not there.
  const other = compare === null ? null : readResult(compare);
  prepareOutputFolder(call.folder);
  using interruption = onInterruption();
  using report = createEvaluateReport(isJson, terminalOf());
  const { signal } = interruption;
  const result = await evaluate(call, {
    jobs,
    part,
    isMergeOnly,
    queue,
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

/** Until Ctrl-C. What a fold of the caller's data is here is found by the data's names. */
async function takePart({ data, cache, folder, isJson, ...queue }: WorkCall): Promise<number> {
  prepareOutputFolder(folder);
  using interruption = onInterruption();
  const terminal = terminalOf();
  const say = (event: string, fact: Readonly<Record<string, unknown>>, text: string): void =>
    terminal.out(isJson ? `${JSON.stringify({ event, ...fact })}\n` : `${text}\n`);
  say('working', {}, 'Taking part in the queue; Ctrl-C gives back what runs.');
  await work({
    ...queue,
    callFor: (call) => ({
      ...call,
      data: call.data.map((asked) => data.find(({ name }) => name === asked.name) ?? asked),
      cache: cache ?? call.cache,
      folder,
    }),
    onStep: () => undefined,
    onFold: (held) => say('fold', { held }, `Fold done: ${held}`),
    signal: interruption.signal,
  });
  return 0;
}

const terminalOf = (): Terminal => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  columns: process.stderr.isTTY ? process.stderr.columns || 80 : null,
  now: () => performance.now(),
});

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
