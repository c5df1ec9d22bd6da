import type { Problem } from '../../../contract/channels/fields.ts';
import { LIVE_OFF, type LiveState } from '../../../contract/channels/live.ts';
import { adequacyOf } from '../../../contract/frame-rate.ts';
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
  if (!readout) return { ...LIVE_OFF, ...shared };
  const { info, calibration, faces, ...counts } = readout;
  const { widthPx, heightPx, fps } = info;
  return {
    ...counts,
    ...shared,
    source: { name: phase.source ?? info.name, widthPx, heightPx, fps },
    adequacy: counts.measuredFps === 0 ? null : adequacyOf(counts.measuredFps / NEARLY),
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
