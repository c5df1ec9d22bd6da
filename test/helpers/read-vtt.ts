export interface Cue {
  readonly id: string | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** Lines with the character references resolved. */
  readonly text: string;
}

const TIME = String.raw`(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})`;
const TIMING = new RegExp(`^${TIME} --> ${TIME}$`);

/**
 * A strict reader of WebVTT without settings, regions or styles (https://www.w3.org/TR/webvtt1/, sections 4.1–4.2.2):
 * what the grammar does not allow is an error, where a browser would shrug.
 */
export function readVtt(file: string): Cue[] {
  if (/[\r\0]/.test(file)) throw new Error('a character that the reader does not expect');
  const [first, ...blocks] = file.split(/\n{2,}/);
  if (!/^WEBVTT([ \t].*)?$/.test(first!)) throw new Error('the signature is missing');
  const cues: Cue[] = [];
  for (const block of blocks.filter((lines) => lines.trim() !== '')) {
    const lines = block.replace(/\n$/, '').split('\n');
    if (/^NOTE($|[ \t])/.test(lines[0]!)) {
      if (block.includes('-->')) throw new Error('an arrow in a note');
      continue;
    }
    const id = lines[0]!.includes('-->') ? null : lines.shift()!;
    const timing = TIMING.exec(lines.shift() ?? '');
    if (!timing) throw new Error(`no timing in: ${block}`);
    const [fromMs, toMs] = [ms(timing.slice(1, 5)), ms(timing.slice(5, 9))];
    if (toMs <= fromMs) throw new Error(`a cue that ends before it begins: ${block}`);
    if (fromMs < (cues.at(-1)?.fromMs ?? 0))
      throw new Error(`a cue that begins before the one above: ${block}`);
    cues.push({ id, fromMs, toMs, text: lines.map(cueText).join('\n') });
  }
  const ids = cues.flatMap(({ id }) => id ?? []);
  if (new Set(ids).size < ids.length) throw new Error('an id is there twice');
  return cues;
}

const ms = ([hours, minutes, seconds, thousandths]: (string | undefined)[]): number =>
  ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(thousandths);

const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

function cueText(line: string): string {
  if (line.includes('-->') || line.includes('<')) throw new Error(`an arrow or a tag in: ${line}`);
  return line.replaceAll(/&\w*;?/g, (reference) => {
    const character = CHARACTERS[reference];
    if (character === undefined) throw new Error(`an ampersand that begins no reference in: ${line}`);
    return character;
  });
}
