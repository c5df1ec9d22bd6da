import type { ModelRecord } from '../../contract/session.ts';
import { RECIPE } from '../../contract/recipe.ts';
import type { LandmarkBundle } from '../../contract/landmarks.ts';
import type { SourceInfo } from '../../contract/frame.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import type { FramesAnalysis } from './frames-analysis.ts';
import type { Recognizer } from './infer/index.ts';
import type { SessionWriter } from './session/index.ts';

export interface LiveDescription {
  readonly info: SourceInfo;
  readonly bundle: LandmarkBundle;
  readonly recognizer: Recognizer | null;
  /** Of the first recording; empty where there is none. */
  readonly videoPath: string;
  readonly videoSha256: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Writes what a live session is and how far it has come; again and again while it runs. */
export function describeLive(
  writer: SessionWriter,
  analysis: FramesAnalysis,
  { info, bundle, recognizer, videoPath, videoSha256, settings }: LiveDescription,
): void {
  const { timesUs, frames, tracks } = analysis;
  writer.setInput({
    path: videoPath,
    sha256: videoSha256,
    widthPx: info.widthPx,
    heightPx: info.heightPx,
    frames,
    fps: timesUs.fps(),
    durationS: frames > 0 ? timesUs.durationS() : 0,
    isVariableRate: timesUs.isVariable(),
  });
  writer.setProvenance({
    onset: ONSET_VERSION,
    recipe: RECIPE.id,
    bundle,
    model: recognizer && modelRecord(recognizer),
    settings: { live: true, source: info.name, kind: info.kind, declaredFps: info.fps, ...settings },
  });
  for (const record of tracks.records()) writer.addTrack(record);
}

export const modelRecord = ({ card, provider }: Recognizer): ModelRecord => ({
  name: card.network,
  sha256: card.sha256,
  provider,
  trainedOn: card.trainedOn,
});
