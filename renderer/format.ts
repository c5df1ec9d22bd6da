/** Numbers and times as a person reads them. The locale is the browser's, the words are the strings'. */

/** 83.4 s → `1:23.400`; with hours where there are any. Milliseconds, since micro-expressions are counted in them. */
export function clockTime(timeUs: number, hasMilliseconds = true): string {
  const ms = Math.round(timeUs / 1000);
  const seconds = Math.floor(ms / 1000) % 60;
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  const tail = hasMilliseconds ? `.${String(ms % 1000).padStart(3, '0')}` : '';
  const minutesText = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : String(minutes);
  return `${minutesText}:${String(seconds).padStart(2, '0')}${tail}`;
}

/** 4200 s → `1 h 10 min`; 12.34 s → `12.3 s`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function spanMs(fromUs: number, toUs: number): string {
  return `${Math.round((toUs - fromUs) / 1000)} ms`;
}

export function dateText(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

export function dayText(at: string): string {
  return new Date(at).toLocaleDateString(undefined, { dateStyle: 'medium' });
}

export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes === 0 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]!}`;
}

export const fpsText = (fps: number): string => String(Math.round(fps * 100) / 100);

export const percentText = (share01: number): string => `${Math.round(share01 * 100)} %`;
