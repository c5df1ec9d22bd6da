/** All numbers of a spotting report, from the intervals alone. */
import type {
  EvaluatedVideo,
  FoundExpression,
  KnownExpression,
  SpottingResult,
} from '../../../contract/spotting-evaluation.ts';
import type { EventKind } from '../../../contract/spot.ts';
import { recognizeSpotted, type RecognizedSpotted } from '../spot-then-recognize.ts';
import {
  countSpotting,
  type ExpressionKind,
  matchIntervals,
  type SpottingCounts,
  type SpottingScores,
  spottingScores,
} from '../spotting.ts';

export interface SpottedSummary {
  readonly videos: readonly EvaluatedVideo[];
  readonly counts: SpottingCounts;
  readonly scores: Readonly<Record<keyof SpottingCounts, SpottingScores>>;
  /** Micro-expressions that were found and whose emotion is known and said; null where there are none. */
  readonly recognized: RecognizedSpotted | null;
  /** F1 of spotting micro-expressions times F1 of recognizing them; null as above. */
  readonly strs: number | null;
  readonly minutes: number;
}

export interface SpottingSummary {
  readonly result: SpottingResult;
  readonly all: SpottedSummary;
  readonly bySet: readonly (SpottedSummary & { readonly set: string })[];
}

export function summarizeSpotting(result: SpottingResult): SpottingSummary {
  const bySet = [...Map.groupBy(result.videos, ({ set }) => set)];
  return {
    result,
    all: summaryOf(result.videos),
    bySet: bySet.map(([set, videos]) => ({ set, ...summaryOf(videos) })),
  };
}

export function summaryOf(videos: readonly EvaluatedVideo[]): SpottedSummary {
  const counts = countSpotting(
    videos.map(({ found, known }) => ({ found: byKind(found), known: byKind(known) })),
  );
  const scores = {
    micro: spottingScores(counts.micro),
    macro: spottingScores(counts.macro),
    all: spottingScores(counts.all),
  };
  const emotions = videos.flatMap((video) =>
    hitsOf(video, 'micro').flatMap(({ known, found }) =>
      known.emotion === null ? [] : [{ known: known.emotion, said: found.emotion }],
    ),
  );
  const isSaid = emotions.some(({ said }) => said !== null);
  const recognized = isSaid ? recognizeSpotted(emotions) : null;
  return {
    videos,
    counts,
    scores,
    recognized,
    strs: recognized && scores.micro.f1 * recognized.f1,
    minutes: videos.reduce((sum, { frames, fps }) => sum + frames / fps / 60, 0),
  };
}

export interface Hit {
  readonly known: KnownExpression;
  readonly found: FoundExpression;
}

/** What was found of a kind, beside what it is. */
export function hitsOf({ found, known }: EvaluatedVideo, kind: EventKind): Hit[] {
  const [all, wanted] = [byKind(found)[kind], byKind(known)[kind]];
  return matchIntervals(all, wanted).map((pair) => ({ found: all[pair.found]!, known: wanted[pair.known]! }));
}

function byKind<One extends { readonly kind: EventKind }>(
  list: readonly One[],
): Record<ExpressionKind, One[]> {
  return {
    micro: list.filter(({ kind }) => kind === 'micro'),
    macro: list.filter(({ kind }) => kind === 'macro'),
  };
}
