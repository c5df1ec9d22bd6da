import type { Problem } from '../../../contract/channels/fields.ts';
import type { LiveState } from '../../../contract/channels/live.ts';
import { problemOf } from '../problem.ts';
import type { LiveReadout } from '../../engine/live.ts';
import type { MachineLoad } from './load.ts';

/** Where a live session is between off and off. */
export interface Phase {
  readonly state: LiveState['state'];
  /** What it is called, also before it is open. */
  readonly source: string | null;
  readonly session: string | null;
  readonly problem: Problem | null;
}

export function liveState(phase: Phase, readout: LiveReadout | null, load: MachineLoad): LiveState {
  const { state, session } = phase;
  const problem = phase.problem ?? (readout?.problem ? problemIn(readout.problem) : null);
  const shared = { state, session, problem, ...load };
  if (!readout) return { ...NOTHING, ...shared };
  const { info, calibration, faces, ...counts } = readout;
  const { widthPx, heightPx, fps } = info;
  return {
    ...counts,
    ...shared,
    source: { name: phase.source ?? info.name, widthPx, heightPx, fps },
    adequacy: adequacyOf(counts.measuredFps),
    calibration,
    faces: [...faces],
  };
}

/** What is told of a failure; an error of our own keeps its place in the process's log. */
export const problemIn = (error: unknown): Problem =>
  problemOf(error, 'the live view', (line) => {
    console.error(line);
  });

/** A rate that is nominally reached fluctuates by some hundredths. */
const NEARLY = 0.95;

function adequacyOf(fps: number): LiveState['adequacy'] {
  if (fps === 0) return null;
  if (fps >= NEARLY * 100) return 'good';
  return fps >= NEARLY * 50 ? 'fair' : 'poor';
}

const NOTHING: Omit<LiveState, 'state' | 'session' | 'problem' | 'cpu01' | 'memoryBytes'> = {
  source: null,
  runningS: 0,
  captured: 0,
  analysed: 0,
  dropped: 0,
  previewsSkipped: 0,
  measuredFps: 0,
  landmarksHz: 0,
  latencyMs: null,
  adequacy: null,
  isRecording: false,
  recordedS: 0,
  replayS: 0,
  calibration: { state: 'none', progress01: 0, hint: null },
  faces: [],
  events: 0,
};
