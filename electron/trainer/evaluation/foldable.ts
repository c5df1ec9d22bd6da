/** What can be evaluated fold by fold: every recognizer, and ICE-GAN, whose discriminator is one. */
import {
  type FlowRequest,
  type Network,
  NETWORKS,
  type NetworkName,
  type RecognizerOptions,
} from '../../../models/nets/index.ts';
import type { IceGanOptions } from '../../../models/nets/ice-gan.ts';
import { ICE_GAN_TRAINING, iceGanFold, type IceGanTeaching } from '../../../models/train/ice-gan/index.ts';
import {
  foldJob,
  type FoldJob,
  type FoldJobRequest,
  SMALL_SETS,
  TEACHING,
  type TeachingOptions,
} from '../../../models/train/recognition/index.ts';

export type FoldRequest = Omit<FoldJobRequest, 'network' | 'teaching'> & { readonly teaching: object };

export interface Foldable {
  readonly name: string;
  /** The first one is the default. */
  readonly presets: Readonly<Record<string, RecognizerOptions>>;
  readonly takesAnySize: boolean;
  readonly teaching: object;
  /** How it is taught where nothing else is asked for. */
  readonly usual: {
    readonly epochs: number;
    readonly batch: number;
    readonly learningRate: number;
    readonly schedule: 'constant' | 'cosine';
    /** Share of the steps over which the rate rises. */
    readonly warmUp: number;
  };
  problemWith(options: RecognizerOptions): string | null;
  flowOf(options: RecognizerOptions): FlowRequest | null;
  /** Whether pictures are generated that could be counted among the tested ones. */
  generates(options: RecognizerOptions): boolean;
  job(request: FoldRequest): FoldJob;
}

const WARM_UP = 0.05;

function recognizer(network: Network<RecognizerOptions>): Foldable {
  const { teaching, ...usual } = SMALL_SETS[network.name as NetworkName];
  return {
    name: network.name,
    presets: network.presets,
    takesAnySize: network.takesAnySize === true,
    teaching: { ...TEACHING, ...teaching },
    usual: { ...usual, warmUp: WARM_UP },
    problemWith: (options) => network.problemWith(options),
    flowOf: (options) => network.flowOf?.(options) ?? null,
    generates: () => false,
    // Settled from `TEACHING`, every key with a value of the type it has there.
    job: (request) => foldJob({ ...request, network, teaching: request.teaching as TeachingOptions }),
  };
}

const iceGan: Foldable = {
  name: ICE_GAN_TRAINING.name,
  presets: ICE_GAN_TRAINING.presets,
  takesAnySize: true,
  teaching: ICE_GAN_TRAINING.teaching,
  usual: { ...ICE_GAN_TRAINING.defaults, schedule: 'cosine' },
  problemWith: (options) => ICE_GAN_TRAINING.problemWith(options as IceGanOptions),
  flowOf: () => null,
  generates: (options) => ICE_GAN_TRAINING.makesPictures?.(options as IceGanOptions) ?? true,
  // As above: settled from its own presets and teaching.
  job: (request) =>
    iceGanFold({
      ...request,
      options: request.options as IceGanOptions,
      teaching: request.teaching as IceGanTeaching,
    }),
};

export const FOLDABLES: Readonly<Record<string, Foldable>> = {
  ...Object.fromEntries(
    Object.values<Network<RecognizerOptions>>(NETWORKS).map((network) => [network.name, recognizer(network)]),
  ),
  [iceGan.name]: iceGan,
};
