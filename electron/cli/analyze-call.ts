import { type AnalyzeOptions, USUAL_FACES } from '../../contract/analysis.ts';
import { PROVIDERS } from '../../contract/model.ts';
import { type ExportFormat, parseFormats } from '../engine/export/index.ts';
import { oneOf, parseArguments, positive, seconds, usage, wholeNumber } from './arguments.ts';
import { type Look, LOOK_FLAGS, LOOK_HELP, lookOf } from './export-look.ts';

/** `onset analyze`, as it was called. */
export interface AnalyzeCall {
  readonly paths: readonly string[];
  readonly outDir: string;
  readonly options: AnalyzeOptions;
  readonly formats: readonly ExportFormat[];
  /** Of clips and reports. */
  readonly look: Look;
  readonly jobs: number;
  readonly force: boolean;
  readonly json: boolean;
  /** Base name of the results; only with one input. */
  readonly name: string | null;
}

export const ANALYZE_HELP = `onset analyze INPUT…   find candidate micro-expressions in videos

INPUT is a video file, a folder of videos, or a folder of numbered images.

  --out DIR          where the results go (default: onset-results)
  --format LIST      any of csv, eaf, vtt, boris, mp4, html; json is always written
  --neutral FROM-TO  a span in which the face is at rest, e.g. 0:02-0:05 (default: found by itself)
  --faces N          follow at most N faces (default: ${USUAL_FACES})
  --fps N            frame rate of a folder of images
  --model FILE       the recognizer that names emotions (.onnx; default: the one that comes with Onset), or
                     none for movements without names
  --provider NAME    auto, ${PROVIDERS.join(', ')} (default: auto)
  --landmarks NAME   auto, mesh, official (default: auto)
  --jobs N           analyze N inputs at once (default: 1)
  --name NAME        base name of the results, with one input (default: the input's)
  --force            analyze again what is finished, and replace it
  --json             one JSON object a line on standard output instead of text

For clips (mp4) and reports (html):
${LOOK_HELP}

Finished inputs are skipped when called again. Ctrl-C keeps what is finished and exits with 130; a second one
stops at once. Exit status: 0 done, 1 an input failed, 2 the call is wrong, 3 an input cannot be read.`;

const FLAGS = {
  out: { type: 'string', default: 'onset-results' },
  format: { type: 'string', multiple: true },
  neutral: { type: 'string' },
  faces: { type: 'string' },
  fps: { type: 'string' },
  model: { type: 'string' },
  provider: { type: 'string', default: 'auto' },
  landmarks: { type: 'string', default: 'auto' },
  jobs: { type: 'string' },
  name: { type: 'string' },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  ...LOOK_FLAGS,
} as const;

/** `shippedModel`: the recognizer to use where the call names none. */
export function parseAnalyzeCall(argv: readonly string[], shippedModel: string | null): AnalyzeCall {
  const { values, positionals } = parseArguments('analyze', argv, FLAGS);
  if (positionals.length === 0)
    throw usage('analyze wants at least one video, or folder of videos or images', 'analyze');
  const formats = values.format === undefined ? [] : parseFormats(values.format.join(','));
  return {
    paths: positionals,
    outDir: values.out,
    options: {
      model: values.model === 'none' ? null : (values.model ?? shippedModel),
      provider: oneOf('provider', values.provider, ['auto', ...PROVIDERS]),
      faces: wholeNumber('faces', values.faces, 1, USUAL_FACES),
      bundle: oneOf('landmarks', values.landmarks, ['auto', 'mesh', 'official']),
      neutral: values.neutral === undefined ? null : parseSpan(values.neutral),
      fps: values.fps === undefined ? null : positive('fps', values.fps, 'analyze'),
    },
    formats,
    look: lookOf(values, formats, 'analyze'),
    jobs: wholeNumber('jobs', values.jobs, 1, 1),
    force: values.force,
    json: values.json,
    name: values.name === undefined ? null : parseName(values.name),
  };
}

function parseSpan(text: string): { fromS: number; toS: number } {
  const [from, to, ...rest] = text.split('-');
  if (from === undefined || to === undefined || rest.length > 0) {
    throw usage(`--neutral wants FROM-TO, for instance 2-5 or 0:02-0:05, not "${text}"`);
  }
  const span = { fromS: seconds('neutral', from), toS: seconds('neutral', to) };
  if (span.fromS < span.toS) return span;
  throw usage(`--neutral ends before it begins: "${text}"`);
}

function parseName(text: string): string {
  if (/^[^/\\\0]+$/.test(text) && text !== '.' && text !== '..') return text;
  throw usage(`--name wants a file name, not "${text}"`);
}
