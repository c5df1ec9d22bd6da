import type { Painter } from './pictures.ts';

export interface LookAlikeOptions {
  /** What the pictures show; flat grey where none is given. */
  readonly painter?: Painter | undefined;
  /** False: only regular clips, as protocols and networks want them. */
  readonly quirks?: boolean;
  /** People with regular clips, besides those who have the quirks. */
  readonly people?: number;
  /** Regular clips of each of them. */
  readonly clipsEach?: number;
}
