import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import type { Labels } from '../../../models/data/synth/index.ts';
import type { VideoToSpot } from './video-to-spot.ts';

const LABELS = '.labels.json';

/**
 * Clips of `onset synth` in a folder, with the labels beside them. Throws `input-not-found` and
 * `set-labels-unreadable`.
 */
export function readMadeVideos(folder: string): VideoToSpot[] {
  if (!existsSync(folder)) throw new OnsetError('input-not-found', { path: folder });
  return readdirSync(folder)
    .filter((name) => name.endsWith(LABELS))
    .sort()
    .map((name) => {
      const clip = name.slice(0, -LABELS.length);
      const { fps, events, portrait } = readLabels(join(folder, name));
      return {
        id: `made/${portrait}/${clip}`,
        set: 'made',
        subject: `made/${portrait}`,
        fps,
        input: join(folder, `${clip}.mp4`),
        numbers: null,
        known: events.map(({ kind, onset, offset, three }) => ({
          kind,
          onset: onset.frame,
          offset: offset.frame,
          emotion: three === 'none' ? null : three,
        })),
      };
    });
}

function readLabels(path: string): Labels & { readonly portrait: string } {
  try {
    // Written by `onset synth` whole or not at all.
    return JSON.parse(readFileSync(path, 'utf8')) as Labels & { readonly portrait: string };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnsetError('set-labels-unreadable', { path, set: 'clips of onset synth', reason }, error);
  }
}
