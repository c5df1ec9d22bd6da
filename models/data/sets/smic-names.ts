/** Names in SMIC: official folders write `s1_ne_01`, MEGC2019's list `s01_ne_01`; numbers are what counts. */
export type SmicCamera = 'hs' | 'vis' | 'nir';

export interface SmicName {
  readonly subject: number;
  readonly emotion: 'negative' | 'positive' | 'surprise';
  readonly index: number;
}

const EMOTIONS = { ne: 'negative', po: 'positive', su: 'surprise' } as const;

export function parseSmicName(name: string): SmicName | null {
  const match = /^s0*(\d+)_(ne|po|su)[a-z]*_0*(\d+)$/i.exec(name);
  if (!match) return null;
  const code = match[2]!.toLowerCase() as keyof typeof EMOTIONS;
  return { subject: Number(match[1]), emotion: EMOTIONS[code], index: Number(match[3]) };
}

/** Number of a subject's folder: `s1`, `s01`, and as copies have it `sub01`, `1`. */
export function smicSubject(name: string): number | null {
  const match = /^(?:s(?:ub(?:ject)?)?)?[ _-]*0*(\d{1,2})$/i.exec(name);
  return match ? Number(match[1]) : null;
}

/** What a clip is called in every copy: `3/negative/7`. */
export function smicKey(name: string): string | null {
  const parsed = parseSmicName(name);
  return parsed && `${parsed.subject}/${parsed.emotion}/${parsed.index}`;
}
