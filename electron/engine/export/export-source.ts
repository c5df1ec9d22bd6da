import type { SessionReader, TimeRange } from '../../../contract/session.ts';

/** What every format is made from. */
export interface ExportSource {
  readonly session: SessionReader;
  /** Where the file will lie, for paths relative to it. */
  readonly outDir: string;
  readonly baseName: string;
  readonly range: TimeRange;
  readonly plainHeaders: boolean;
  readonly withoutFaces: boolean;
  /** When the export was asked for. */
  readonly at: Date;
}

/** How a track is called where a format wants a person's name. A track is a face in view, not a known person. */
export const subjectOf = (trackId: number): string => `face${trackId}`;
