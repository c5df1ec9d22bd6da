/** Networks that can be trained: what `onset models list --networks` prints. */
import { Scope } from '../../models/graph/index.ts';
import { type Network, NETWORKS, type RecognizerOptions } from '../../models/nets/index.ts';

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
  return Object.values<Network<RecognizerOptions>>(NETWORKS).map((network) => ({
    name: network.name,
    summary: network.summary,
    presets: Object.entries(network.presets).map(([name, options]) => {
      const scope = new Scope('inference');
      network.build(scope, 1, options);
      const sizes = scope.trained.map((tensor) =>
        (tensor.shape as readonly number[]).reduce((count, size) => count * size, 1),
      );
      return {
        name,
        parameters: sizes.reduce((sum, size) => sum + size, 0),
        frames: options.frames,
        size_px: options.sizePx,
      };
    }),
  }));
}

export function describeNetworks(): string {
  const lines = listNetworks().flatMap(({ name, summary, presets }) => [
    `${name}  ${summary}`,
    ...presets.map(
      (preset) =>
        `  --preset ${preset.name.padEnd(10)}${preset.parameters.toLocaleString('en')} parameters, ` +
        `${preset.frames} frames of ${preset.size_px} px`,
    ),
  ]);
  return lines.join('\n');
}
