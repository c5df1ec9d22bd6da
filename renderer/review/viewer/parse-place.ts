/** A typed place of the recording: `1:23.4` and `83.4s` are times, `f120` and `120` frames. */
export type Place =
  { readonly kind: 'frame'; readonly frame: number } | { readonly kind: 'time'; readonly timeUs: number };

export function parsePlace(text: string): Place | null {
  const typed = text.trim().toLowerCase();
  const frame = /^f?\s*(\d+)$/.exec(typed)?.[1];
  if (frame !== undefined) return { kind: 'frame', frame: Number(frame) };
  const clock = /^(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$/.exec(typed);
  if (clock !== null) {
    const [hours, minutes, seconds] = [clock[1] ?? '0', clock[2]!, clock[3]!.replace(',', '.')].map(
      Number,
    ) as [number, number, number];
    return { kind: 'time', timeUs: Math.round((hours * 3600 + minutes * 60 + seconds) * 1e6) };
  }
  const seconds = /^(\d+(?:[.,]\d+)?)\s*s?$/.exec(typed)?.[1];
  return seconds === undefined
    ? null
    : { kind: 'time', timeUs: Math.round(Number(seconds.replace(',', '.')) * 1e6) };
}
