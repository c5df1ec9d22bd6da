/** Networks that can be trained, with their presets and how much each has to learn. */
import { product, Scope } from '../../models/graph/index.ts';
import { type Network, NETWORKS, type RecognizerOptions } from '../../models/nets/index.ts';
import { SYNTHESIZERS } from './synthesizers.ts';

export interface NetworkListing {
  readonly name: string;
  readonly summary: string;
  readonly presets: readonly PresetListing[];
}

interface PresetListing {
  readonly name: string;
  readonly parameters: number;
  readonly frames: number;
  readonly size_px: number;
}

export function listNetworks(): NetworkListing[] {
  const recognizers = Object.values<Network<RecognizerOptions>>(NETWORKS).map((network) =>
    listingOf(network, (options) => countParameters(network, options)),
  );
  const synthesizers = Object.values(SYNTHESIZERS).map((network) =>
    listingOf(network, (options) => network.countParameters(options)),
  );
  return [...recognizers, ...synthesizers];
}

function listingOf(
  { name, summary, presets }: Pick<Network<RecognizerOptions>, 'name' | 'summary' | 'presets'>,
  count: (options: RecognizerOptions) => number,
): NetworkListing {
  const listed = Object.entries(presets).map(([preset, options]) => ({
    name: preset,
    parameters: count(options),
    frames: options.frames,
    size_px: options.sizePx,
  }));
  return { name, summary, presets: listed };
}

function countParameters(network: Network<RecognizerOptions>, options: RecognizerOptions): number {
  const scope = new Scope('inference');
  network.build(scope, 1, options);
  return scope.trained.reduce((sum, { shape }) => sum + product(shape as readonly number[]), 0);
}
