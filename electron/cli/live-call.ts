import { USUAL_FACES } from '../../contract/analysis.ts';
import { PROVIDERS, type Provider } from '../../contract/model.ts';
import { oneOf, parseArguments, positive, seconds, usage, wholeNumber } from './arguments.ts';

/** `onset live`, as it was called. */
export interface LiveCall {
  readonly source: LiveInput;
  /** Null: until the source ends or Ctrl-C. */
  readonly seconds: number | null;
  readonly record: string | null;
  readonly outDir: string;
  readonly faces: number;
  readonly model: string | null;
  readonly provider: Provider | 'auto';
  readonly landmarks: 'auto' | 'mesh' | 'official';
  readonly json: boolean;
}

export type LiveInput =
  | {
      readonly kind: 'camera';
      /** Null: the machine's own choice. */
      readonly id: string | null;
      readonly fps: number | null;
      readonly size: { readonly widthPx: number; readonly heightPx: number } | null;
    }
  | { readonly kind: 'stream'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string; readonly fps: number | null };

export const LIVE_HELP = `onset live   find candidate micro-expressions while they happen

  --camera ID        the camera, as "onset doctor" lists them (default: the first)
  --input URL|FILE   a network stream (rtsp, http, srt, udp, rtmp), or a video file played over and over
  --fps N            frames a second asked of the camera, or of the file
  --size WxH         picture size asked of the camera, e.g. 640x480
  --seconds N        end after N seconds (default: Ctrl-C)
  --record FILE      keep the video too (.mp4 or .mkv)
  --out DIR          where the session goes (default: onset-results)
  --faces N          follow at most N faces (default: ${USUAL_FACES})
  --model FILE       the recognizer that names emotions (.onnx; default: the one that comes with Onset), or none
  --provider NAME    auto, ${PROVIDERS.join(', ')} (default: auto)
  --landmarks NAME   auto, mesh, official (default: auto)
  --json             one JSON object a line on standard output: events as they happen, counters each second

Ctrl-C ends it and keeps the session. Exit status: 0 done, 1 the source was lost or the disk refused (what came before
is kept), 2 the call is wrong, 3 an input cannot be read.`;

const FLAGS = {
  camera: { type: 'string' },
  input: { type: 'string' },
  fps: { type: 'string' },
  size: { type: 'string' },
  seconds: { type: 'string' },
  record: { type: 'string' },
  out: { type: 'string', default: 'onset-results' },
  faces: { type: 'string' },
  model: { type: 'string' },
  provider: { type: 'string', default: 'auto' },
  landmarks: { type: 'string', default: 'auto' },
  json: { type: 'boolean', default: false },
} as const;

/** `shippedModel`: the recognizer to use where the call names none. */
export function parseLiveCall(argv: readonly string[], shippedModel: string | null): LiveCall {
  const { values, positionals } = parseArguments('live', argv, FLAGS);
  if (positionals.length > 0)
    throw usage(
      `live takes no bare arguments ("${positionals[0]!}"): use --input for a file or stream`,
      'live',
    );
  if (values.camera !== undefined && values.input !== undefined)
    throw usage('--camera and --input name two sources; one is watched at a time', 'live');
  if (values.record !== undefined && !/\.(mp4|mkv)$/i.test(values.record))
    throw usage(`--record wants a file that ends in .mp4 or .mkv, not "${values.record}"`, 'live');
  return {
    source: inputOf(values),
    seconds: values.seconds === undefined ? null : seconds('seconds', values.seconds),
    record: values.record ?? null,
    outDir: values.out,
    faces: wholeNumber('faces', values.faces, 1, USUAL_FACES),
    model: values.model === 'none' ? null : (values.model ?? shippedModel),
    provider: oneOf('provider', values.provider, ['auto', ...PROVIDERS]),
    landmarks: oneOf('landmarks', values.landmarks, ['auto', 'mesh', 'official']),
    json: values.json,
  };
}

interface SourceFlags {
  readonly camera?: string | undefined;
  readonly input?: string | undefined;
  readonly fps?: string | undefined;
  readonly size?: string | undefined;
}

function inputOf({ camera, input, fps: fpsText, size: sizeText }: SourceFlags): LiveInput {
  const fps = fpsText === undefined ? null : positive('fps', fpsText, 'live');
  const size = sizeText === undefined ? null : parseSize(sizeText);
  if (input === undefined) return { kind: 'camera', id: camera ?? null, fps, size };
  if (size) throw usage('--size is asked of cameras only', 'live');
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) return { kind: 'file', path: input, fps };
  if (fps !== null) throw usage('--fps cannot be asked of a stream', 'live');
  return { kind: 'stream', url: input };
}

function parseSize(text: string): { widthPx: number; heightPx: number } {
  const match = /^(\d+)x(\d+)$/i.exec(text);
  const [widthPx, heightPx] = [Number(match?.[1]), Number(match?.[2])];
  if (widthPx > 0 && heightPx > 0) return { widthPx, heightPx };
  throw usage(`--size wants WIDTHxHEIGHT, for instance 640x480, not "${text}"`, 'live');
}
