/** What this machine has for Onset: the facts behind `onset doctor`. */
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { Codec, getFFmpegInfo } from 'node-av/lib';
import type { FFDecoderCodec } from 'node-av/constants';
import { OnsetError } from '../../contract/errors.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { loadNative, NativeLoadError } from '../../native/index.ts';
import { type CameraList, listCameras } from '../engine/capture/index.ts';
import { describeProviders, listModels, type ProviderReport } from '../engine/infer/index.ts';
import { chooseBundle, findBundles } from '../engine/landmarks/index.ts';

export interface MachineReport {
  readonly onset: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: { readonly model: string; readonly cores: number };
  readonly memory_gib: number;
  readonly ffmpeg: {
    readonly version: string;
    readonly libraries: Readonly<Record<string, string>>;
    /** Of the codecs that recordings of faces come in, those that it decodes. */
    readonly decoders: readonly string[];
  };
  readonly native: Finding;
  readonly landmarks: {
    /** Bundles that are there; the first is used unless `--landmarks` says otherwise. */
    readonly found: readonly {
      readonly name: string;
      readonly path: string;
      readonly blendshapes: boolean;
    }[];
    readonly default: string | null;
    readonly problems: readonly string[];
  };
  readonly providers: readonly ProviderReport[];
  readonly recognizers: readonly { readonly name: string; readonly problem: string | null }[];
  readonly cameras: CameraList;
  /** Without these nothing can be analyzed. */
  readonly broken: readonly string[];
}

interface Finding {
  readonly works: boolean;
  /** Empty when it works. */
  readonly problem: string;
}

export async function examineMachine(): Promise<MachineReport> {
  const native = examineNative();
  const landmarks = examineLandmarks();
  const [providers, recognizers, cameras] = await Promise.all([
    describeProviders(),
    listModels(),
    listCameras(),
  ]);
  const { version, libraries } = getFFmpegInfo();
  return {
    onset: ONSET_VERSION,
    node: process.versions.node,
    system: `${process.platform} ${process.arch} ${release()}`,
    cpu: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism() },
    memory_gib: Math.round(totalmem() / 2 ** 30),
    ffmpeg: { version, libraries: { ...libraries }, decoders: CODECS.filter(canDecode) },
    native,
    landmarks,
    providers,
    recognizers: recognizers.map(({ name, problem }) => ({ name, problem })),
    cameras,
    broken: [
      ...(native.works ? [] : [native.problem]),
      ...(landmarks.default === null ? landmarks.problems : []),
    ],
  };
}

/** Cameras, phones, screen recorders and the data sets (which are mostly MPEG-4, MJPEG and images). */
const CODECS = ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mjpeg', 'prores', 'ffv1', 'rawvideo', 'png'];

const canDecode = (name: string): boolean => Codec.findDecoderByName(name as FFDecoderCodec) !== null;

function examineNative(): Finding {
  try {
    loadNative();
    return { works: true, problem: '' };
  } catch (error) {
    if (error instanceof NativeLoadError) return { works: false, problem: error.line };
    throw error;
  }
}

function examineLandmarks(): MachineReport['landmarks'] {
  const { found, refused } = findBundles();
  const problems = refused.map((error) => error.line);
  const bundles = found.map(({ name, path, hasBlendshapes }) => ({
    name,
    path,
    blendshapes: hasBlendshapes,
  }));
  try {
    return { found: bundles, default: chooseBundle('auto').name, problems };
  } catch (error) {
    if (!(error instanceof OnsetError)) throw error;
    return { found: bundles, default: null, problems: [...problems, error.line] };
  }
}
