/** A canvas that only remembers what was drawn on it, with the transformations in force. */
import type { Surface } from '../index.ts';

export interface Drawn {
  readonly what: 'rect' | 'text' | 'image' | 'round' | 'stroke' | 'fill';
  readonly colour: string;
  readonly at: readonly number[];
  readonly text: string;
  readonly dash: number;
}

export function recordedSurface(): { readonly surface: Surface; readonly drawn: Drawn[] } {
  const drawn: Drawn[] = [];
  let colour = '';
  let dash = 0;
  const note = (what: Drawn['what'], at: readonly number[], text = ''): void => {
    drawn.push({ what, colour, at, text, dash });
  };
  const nothing = (): void => undefined;
  const methods: Readonly<Record<string, unknown>> = {
    fillRect: (...at: number[]) => note('rect', at),
    fillText: (text: string, x: number, y: number) => note('text', [x, y], text),
    drawImage: (_: unknown, ...at: number[]) => note('image', at),
    roundRect: (...at: number[]) => note('round', at),
    stroke: () => note('stroke', []),
    fill: () => note('fill', []),
    setLineDash: (segments: readonly number[]) => {
      dash = segments.length;
    },
    // Every letter as wide as the text is high: enough to tell what stands beside what.
    measureText: (text: string) => ({ width: 10 * text.length }),
    createRadialGradient: () => ({ addColorStop: nothing }),
  };
  const surface = new Proxy(
    {},
    {
      get: (_, name) => methods[String(name)] ?? nothing,
      set: (_, name, value) => {
        if (name === 'fillStyle' || name === 'strokeStyle') colour = String(value);
        return true;
      },
    },
  ) as Surface;
  return { surface, drawn };
}
