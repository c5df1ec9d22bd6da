/** What a run says of single clips: the cells of its confusion matrix, and how two runs compare on the same clips. */
import { join } from 'node:path';
import type { Takes } from '../../../contract/channels/index.ts';
import type { CellClips, Run, RunComparison } from '../../../contract/channels/trainer-runs.ts';
import type { ClipRef } from '../../../contract/channels/trainer-data.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { TrainingCall } from '../../../contract/training.ts';
import { openClipStore } from '../../../models/data/clips/index.ts';
import {
  mcNemar,
  type PairedPrediction,
  permutationBySubject,
  tableScores,
} from '../../../models/evaluate/index.ts';
import { countConfusion } from '../../../models/train/metrics.ts';
import { RunFolder } from '../../../models/train/run-folder.ts';
import type { StartProcess } from '../../trainer/hosted-process.ts';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';
import { runChore } from './chores/run-chore.ts';
import { evaluatedClips } from './evaluated-clips.ts';
import { type EvaluatedData, type EvaluationOrder } from './evaluation-call.ts';
import { factsOf } from './clip-pictures.ts';
import type { Priorities } from './priorities.ts';
import { type ScoredClips, Scoring } from './scores.ts';

export interface ScoredRunsOptions {
  readonly find: (run: string) => Run;
  readonly folderOf: (run: string) => string;
  readonly savedCallOf: (run: string) => TrainingCall;
  readonly evaluatedData: (order: EvaluationOrder) => readonly EvaluatedData[];
  readonly refOf: (folder: string, index: number) => ClipRef | null;
  readonly startProcess: StartProcess;
  readonly priorities: Priorities;
  readonly log: Log;
}

const FILE = 'scores.json';

export class ScoredRuns {
  readonly #options: ScoredRunsOptions;
  /** Two windows that ask for the same wait for one process. */
  readonly #scoring = new Map<string, Promise<Scoring>>();

  constructor(options: ScoredRunsOptions) {
    this.#options = options;
  }

  async cell({ run, known, said, from, count }: Takes<'trainer.cell'>): Promise<CellClips> {
    const { classes, clips } = await this.#scoresOf(run);
    const inCell = clips.filter((clip) => clip.known === known && clip.said === said);
    // The surest mistakes first: they tell most.
    const sureness = ({ probabilities }: (typeof inCell)[number]): number => probabilities?.[said] ?? 0;
    const sorted = inCell.toSorted((one, other) => sureness(other) - sureness(one));
    const confusion = countConfusion(
      clips.map((clip) => clip.known),
      clips.map((clip) => clip.said),
      classes,
    );
    return {
      classes: [...classes],
      confusion: { classes: [...classes], counts: confusion.counts.map((row) => [...row]) },
      count: inCell.length,
      clips: this.#shown(sorted.slice(from, from + count)),
    };
  }

  /** Throws `run-unscored` where one of them has nothing to compare. */
  async compare({ first, second }: Takes<'trainer.compare'>): Promise<RunComparison> {
    const [one, other] = [await this.#scoresOf(first), await this.#scoresOf(second)];
    const otherByName = new Map(other.clips.map((clip) => [nameOf(clip, other.classes), clip]));
    const pairs = one.clips.flatMap((clip) => {
      const match = otherByName.get(nameOf(clip, one.classes));
      const said = match === undefined ? -1 : one.classes.indexOf(other.classes[match.said]!);
      return match === undefined
        ? []
        : [{ subject: clip.subject, known: clip.known, first: clip.said, second: said }];
    });
    if (pairs.length === 0) return { clips: 0, metrics: [], onlyFirst: 0, onlySecond: 0, p: null };
    const { onlyFirst, onlySecond, p } = mcNemar(pairs);
    return { clips: pairs.length, metrics: metricsOf(pairs, one.classes), onlyFirst, onlySecond, p };
  }

  #shown(clips: ScoredClips['clips']): CellClips['clips'] {
    const byFolder = Map.groupBy(clips, ({ folder }) => folder);
    const facts = new Map<ScoredClips['clips'][number], CellClips['clips'][number]>();
    for (const [folder, own] of byFolder) {
      // Data that was removed since cannot be shown.
      if (this.#options.refOf(folder, 0) === null) continue;
      using store = openClipStore(folder);
      for (const clip of own) {
        const ref = this.#options.refOf(folder, clip.index);
        const entry = store.clips[clip.index];
        if (ref === null || entry === undefined) continue;
        facts.set(clip, {
          facts: { ...factsOf(ref, entry, store.index.synthetic), known: clip.known },
          said: clip.said,
          probabilities: clip.probabilities && [...clip.probabilities],
        });
      }
    }
    return clips.flatMap((clip) => facts.get(clip) ?? []);
  }

  /** Scored anew where the run has better parameters than those that were; an evaluation has scored all there is. */
  async #scoresOf(id: string): Promise<ScoredClips> {
    const { find, log, savedCallOf, folderOf, evaluatedData } = this.#options;
    const run = find(id);
    const unscored = (): OnsetError => new OnsetError('run-unscored', { run: run.name });
    if (run.order.kind === 'evaluation') {
      const scored = evaluatedClips(folderOf(id), evaluatedData(run.order), log);
      if (scored === null) throw unscored();
      return scored;
    }
    const call = savedCallOf(id);
    const folder = new RunFolder(call.folder);
    const best = folder.isTaken ? folder.readRecord().best : null;
    if (best === null) throw unscored();
    const path = join(call.folder, FILE);
    const kept = readJson(path, Scoring, log);
    if (kept?.best === best.file) return kept;
    const scoring = this.#scoring.get(id) ?? this.#score(run, call, path, unscored);
    this.#scoring.set(id, scoring);
    try {
      return await scoring;
    } finally {
      this.#scoring.delete(id);
    }
  }

  async #score(run: Run, call: TrainingCall, path: string, unscored: () => OnsetError): Promise<Scoring> {
    const { startProcess, priorities } = this.#options;
    const what = `Scoring the clips of ${run.name}`;
    const scoring = await runChore('score', { call }, { what, startProcess, priority: priorities.usual });
    if (scoring === null) throw unscored();
    writeJson(path, scoring);
    return scoring;
  }
}

/** The same clip in both: where it lies, its number and what is known of it. */
const nameOf = ({ folder, index, known }: ScoredClips['clips'][number], classes: readonly string[]): string =>
  JSON.stringify([folder, index, classes[known]]);

function metricsOf(pairs: readonly PairedPrediction[], classes: readonly string[]): RunComparison['metrics'] {
  const [first, second] = (['first', 'second'] as const).map((which) =>
    tableScores(
      countConfusion(
        pairs.map(({ known }) => known),
        pairs.map((pair) => pair[which]),
        classes,
      ),
    ),
  );
  return (['uf1', 'uar', 'accuracy'] as const).flatMap((score) => {
    const [one, other] = [first![score], second![score]];
    if (one === null || other === null) return [];
    const { p } = permutationBySubject(pairs, classes, { score, seed: 1, draws: DRAWS });
    return [{ name: score, first: one, second: other, p }];
  });
}

/** A hundredth of p is told apart, in some tenths of a second. */
const DRAWS = 1000;
