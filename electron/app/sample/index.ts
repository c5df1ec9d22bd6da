/**
 * The clip that comes with Onset, so that a newcomer without a video sees it work at once. Made, not recorded
 * (`scripts/make-sample.ts`), and marked as such in the file.
 */
import { join } from 'node:path';

export function sampleClip(): { readonly path: string; readonly name: string } {
  return { path: join(import.meta.dirname, 'sample.mp4'), name: 'Sample (a made clip)' };
}
