import { type ClipWishes, type Faces, USUAL_CLIPS } from '../engine/export-files.ts';
import type { ExportFormat } from '../engine/export/index.ts';
import { seconds, usage, wholeNumber } from './arguments.ts';

/** How clips and reports are to look: the flags that `analyze` and `export` have in common. */
export const LOOK_FLAGS = {
  overlay: { type: 'boolean', default: false },
  slow: { type: 'string' },
  padding: { type: 'string' },
  blur: { type: 'boolean', default: false },
  'without-faces': { type: 'boolean', default: false },
} as const;

export const LOOK_HELP = `  --overlay       draw what was measured into clips (mp4)
  --slow N        a second copy of each clip, N times slower (2 to 64); no frames are added
  --padding TIME  how much of the source a clip keeps around its event, in seconds (default: 0.5)
  --blur          blur every followed face in clips; no pictures in the report
  --without-faces no pictures, no pose and no landmarks: action units and events only`;

interface LookValues {
  readonly overlay: boolean;
  readonly slow?: string | undefined;
  readonly padding?: string | undefined;
  readonly blur: boolean;
  readonly 'without-faces': boolean;
}

export interface Look {
  readonly clips: ClipWishes;
  readonly faces: Faces;
}

/** Slower than this a quarter of a second fills a quarter of a minute. */
const SLOWEST = 64;

/** More of the source than this is no longer a clip of one movement. */
const MOST_PADDING_S = 10;

/** Throws `usage`. */
export function lookOf(values: LookValues, formats: readonly ExportFormat[], command: string): Look {
  const slowMotion = values.slow === undefined ? null : wholeNumber('slow', values.slow, 2, 2);
  if (slowMotion !== null && slowMotion > SLOWEST)
    throw usage(`--slow goes up to ${SLOWEST}, not "${values.slow}"`, command);
  const paddingS = values.padding === undefined ? USUAL_CLIPS.paddingS : seconds('padding', values.padding);
  if (paddingS > MOST_PADDING_S)
    throw usage(`--padding goes up to ${MOST_PADDING_S} s, not "${values.padding}"`, command);
  if (values.blur && values['without-faces'])
    throw usage('--blur and --without-faces exclude each other', command);
  if (values['without-faces'] && formats.includes('mp4'))
    throw usage('clips (mp4) are pictures of faces and cannot be made --without-faces', command);
  if (!formats.includes('mp4') && (values.overlay || slowMotion !== null || values.padding !== undefined))
    throw usage('--overlay, --slow and --padding are about clips: add mp4 to --format', command);
  return {
    clips: { events: 'standing', hasOverlay: values.overlay, slowMotion, paddingS },
    faces: values['without-faces'] ? 'left-out' : values.blur ? 'blurred' : 'shown',
  };
}

/** The flags that make this look. */
export function lookArguments({ clips, faces }: Look, formats: readonly ExportFormat[]): string[] {
  const ofFaces = { shown: [], blurred: ['--blur'], 'left-out': ['--without-faces'] }[faces];
  if (!formats.includes('mp4')) return ofFaces;
  return [
    ...ofFaces,
    `--padding=${clips.paddingS}`,
    ...(clips.hasOverlay ? ['--overlay'] : []),
    ...(clips.slowMotion === null ? [] : [`--slow=${clips.slowMotion}`]),
  ];
}
