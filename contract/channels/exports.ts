/** Files for other programs and other people. */
import * as v from 'valibot';
import { Finite, Id, Index, Path, TimeUs } from './fields.ts';

export const ExportOrder = v.strictObject({
  session: Id,
  /** Tables and annotation files, by the names of `onset export --format`. */
  formats: v.pipe(v.array(v.picklist(['json', 'csv', 'eaf', 'vtt', 'boris'])), v.maxLength(5)),
  /** One video for each event; null: none. */
  clips: v.nullable(
    v.strictObject({
      /** Which events: all that are not rejected, those confirmed or relabelled, or these. */
      events: v.union([v.picklist(['standing', 'confirmed']), v.pipe(v.array(Index), v.maxLength(10_000))]),
      hasOverlay: v.boolean(),
      /** Times slower than it was, as a second file; null: none. */
      slowMotion: v.nullable(v.pipe(Finite, v.minValue(2), v.maxValue(64))),
      /** Seconds kept before onset and after offset. */
      paddingS: v.pipe(Finite, v.minValue(0), v.maxValue(10)),
    }),
  ),
  /** One HTML file with pictures and curves. */
  hasReport: v.boolean(),
  /** `blurred`: faces in clips and report cannot be recognized; `left-out`: no pictures at all. */
  faces: v.picklist(['shown', 'blurred', 'left-out']),
  fromUs: v.nullable(TimeUs),
  toUs: v.nullable(TimeUs),
  /** Null: a folder of Onset's own, from where a page fetches the files. */
  outDir: v.nullable(Path),
});
export type ExportOrder = v.InferOutput<typeof ExportOrder>;

export const EXPORT_REQUESTS = {
  /** `jobs.changed` tells how it goes; every video written is probed afterwards. */
  'exports.start': { takes: ExportOrder, gives: v.object({ job: Id }) },
} as const;
