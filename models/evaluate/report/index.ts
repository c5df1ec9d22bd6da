/**
 * Results as files that people and programs read. All numbers come from the predictions; the majority floor stands
 * beside every score.
 *
 *     await writeReports(result, folder);                              // samples.csv … report.md, report.html
 *     await writeComparison(compareResults(one, other), folder);       // comparison.md, comparison.html
 */
import type { EvaluationResult } from '../../../contract/evaluation.ts';
import { type Comparison, comparisonMarkdown, comparisonPage } from './compare.ts';
import { classesCsv, foldsCsv, samplesCsv, unitsCsv } from './csv.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';
import type { SpottingResult } from '../../../contract/spotting-evaluation.ts';
import { expressionsCsv, spottingMarkdown, spottingPage, videosCsv } from './spotting.ts';
import { summarizeSpotting } from './spotting-summary.ts';
import { summarize } from './summary.ts';
import { writeFiles } from './write.ts';

export { benchmarkTable } from './benchmark-table.ts';
export { compareResults } from './compare.ts';
export { summarizeSpotting } from './spotting-summary.ts';
export { type Summary, summarize } from './summary.ts';
export { unitScores } from './units.ts';

/**
 * Writes `samples.csv`, `folds.csv`, `classes.csv`, `units.csv` (of a network that names action units), `report.md` and
 * `report.html` into `folder`, each whole or not at all, and gives their paths. Also of a result whose folds are not
 * all done. Throws `output-unwritable`.
 */
export async function writeReports(result: EvaluationResult, folder: string): Promise<string[]> {
  const summary = summarize(result);
  return Promise.resolve(
    writeFiles(folder, {
      'samples.csv': samplesCsv(summary),
      'folds.csv': foldsCsv(summary),
      'classes.csv': classesCsv(summary),
      ...(summary.units.length === 0 ? {} : { 'units.csv': unitsCsv(summary) }),
      'report.md': markdownReport(summary),
      'report.html': htmlReport(summary),
    }),
  );
}

/** Writes `comparison.md` and `comparison.html` into `folder`, and gives their paths. Throws `output-unwritable`. */
export async function writeComparison(comparison: Comparison, folder: string): Promise<string[]> {
  return Promise.resolve(
    writeFiles(folder, {
      'comparison.md': comparisonMarkdown(comparison),
      'comparison.html': comparisonPage(comparison),
    }),
  );
}

/**
 * Writes `expressions.csv`, `videos.csv`, `spotting.md` and `spotting.html` into `folder`, and gives their paths.
 * Throws
 * `output-unwritable`.
 */
export async function writeSpottingReports(result: SpottingResult, folder: string): Promise<string[]> {
  const summary = summarizeSpotting(result);
  return Promise.resolve(
    writeFiles(folder, {
      'expressions.csv': expressionsCsv(summary),
      'videos.csv': videosCsv(summary),
      'spotting.md': spottingMarkdown(summary),
      'spotting.html': spottingPage(summary),
    }),
  );
}
