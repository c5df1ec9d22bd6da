/** One long video through the engine, as `onset analyze` does it; events as intervals of the labels' frame numbers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalyzeOptions } from '../../../contract/analysis.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { EventRecord } from '../../../contract/session.ts';
import type { EvaluatedVideo, FoundExpression } from '../../../contract/spotting-evaluation.ts';
import type { AnalyzeHooks, Analyzer } from '../../engine/pipeline.ts';
import { Session } from '../../engine/session/index.ts';
import { MEGC_CLASSES } from './megc-class.ts';
import type { VideoToSpot } from './video-to-spot.ts';

export interface Spotted {
  readonly video: EvaluatedVideo;
  /** Name of the recognizer that was used; null for none. */
  readonly model: string | null;
}

/** Throws what `Analyzer.analyze` throws, and `spotting-frames-unlike`. */
export async function spotVideo(
  analyzer: Analyzer,
  { id, set, subject, fps, input, numbers, known }: VideoToSpot,
  options: AnalyzeOptions,
  hooks: AnalyzeHooks,
): Promise<Spotted> {
  const folder = mkdtempSync(join(tmpdir(), 'onset spotting '));
  try {
    const path = join(folder, 'video.onset');
    const { wallS } = await analyzer.analyze(input, path, { ...options, fps: numbers && fps }, hooks);
    using session = Session.open(path);
    const frames = session.input!.frames;
    if (numbers !== null && numbers.length !== frames)
      throw new OnsetError('spotting-frames-unlike', { video: input, labels: numbers.length, frames });
    const numberOf = (index: number): number => numbers?.[index] ?? index;
    const found = [...session.events()].map((event) => foundExpression(event, numberOf));
    const firstFrame = numberOf(0);
    const video = { video: id, set, subject, fps, firstFrame, frames, known, found, wallS };
    return { video, model: session.provenance?.model?.name ?? null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function foundExpression(event: EventRecord, numberOf: (index: number) => number): FoundExpression {
  const { kind, onset, apex, offset, score, cautions, aus, recognition } = event;
  return {
    kind,
    onset: numberOf(onset.frameIndex),
    apex: numberOf(apex.frameIndex),
    offset: numberOf(offset.frameIndex),
    score,
    cautions,
    aus: aus.map(({ au }) => au),
    emotion: mostProbable(recognition?.probabilities ?? {}),
  };
}

/** Of the challenge's classes alone: it wants a class of everything that is spotted. */
function mostProbable(probabilities: Readonly<Record<string, number>>): string | null {
  const known = MEGC_CLASSES.filter((name) => probabilities[name] !== undefined);
  return known.toSorted((a, b) => probabilities[b]! - probabilities[a]!)[0] ?? null;
}
