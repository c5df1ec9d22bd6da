/** The three moments of an event, by frame. */
export const MOMENTS = ['onset', 'apex', 'offset'] as const;
export type MomentName = (typeof MOMENTS)[number];
export type MomentFrames = Readonly<Record<MomentName, number>>;

/** Moves one moment, keeping onset ≤ apex ≤ offset: the others give way to the one that is held. */
export function moved(
  frames: MomentFrames,
  moment: MomentName,
  frame: number,
  lastFrame: number,
): MomentFrames {
  const at = Math.min(Math.max(0, Math.round(frame)), lastFrame);
  const next = { ...frames, [moment]: at };
  if (moment === 'onset')
    return { ...next, apex: Math.max(next.apex, at), offset: Math.max(next.offset, at) };
  if (moment === 'offset') return { ...next, apex: Math.min(next.apex, at), onset: Math.min(next.onset, at) };
  return { ...next, onset: Math.min(next.onset, at), offset: Math.max(next.offset, at) };
}
