/**
 * The tokens of style/tokens.css for canvases, which cannot read custom properties, told anew when the theme changes.
 */

class Theme {
  /** Grows when colours have changed: what draws reads it. */
  version = $state(0);
  readonly #colours = new Map<string, string>();
  #probe: HTMLElement | null = null;

  constructor() {
    if (typeof document === 'undefined') return;
    const changed = (): void => {
      this.#colours.clear();
      this.version++;
    };
    new MutationObserver(changed).observe(document.documentElement, {
      attributeFilter: ['data-theme', 'style'],
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  }

  /** A colour token as canvases take it: `colour('--accent')`. */
  colour(token: string): string {
    const known = this.#colours.get(token);
    if (known !== undefined) return known;
    this.#probe ??= makeProbe();
    this.#probe.style.color = `var(${token})`;
    const colour = getComputedStyle(this.#probe).color;
    this.#colours.set(token, colour);
    return colour;
  }

  /** Pixels of a rem at the text scale in use. */
  get remPx(): number {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
  }

  /** 256 colours between tokens, as bytes of red, green, blue. */
  ramp(tokens: readonly string[]): Uint8Array {
    const surface = new OffscreenCanvas(256, 1).getContext('2d', { willReadFrequently: true })!;
    const gradient = surface.createLinearGradient(0, 0, 255, 0);
    for (const [index, token] of tokens.entries()) {
      gradient.addColorStop(index / (tokens.length - 1), this.colour(token));
    }
    surface.fillStyle = gradient;
    surface.fillRect(0, 0, 256, 1);
    const { data } = surface.getImageData(0, 0, 256, 1);
    const bytes = new Uint8Array(256 * 3);
    for (let index = 0; index < 256; index++) bytes.set(data.subarray(4 * index, 4 * index + 3), 3 * index);
    return bytes;
  }
}

function makeProbe(): HTMLElement {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  return probe;
}

export const theme = new Theme();
