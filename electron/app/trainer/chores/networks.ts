/** Every network that can be trained, as a person chooses among them. */
import type { TrainerNetwork } from '../../../../contract/channels/trainer-runs.ts';
import { WINDOW_SHAPE } from '../../../../models/data/clips/index.ts';
import { type Network, NETWORKS, type RecognizerOptions } from '../../../../models/nets/index.ts';
import { listNetworks, type NetworkListing } from '../../../trainer/list-networks.ts';
import { SYNTHESIZERS } from '../../../trainer/synthesizers.ts';
import { PLAIN_WORDS } from '../network-words.ts';

const RECOGNIZERS: Readonly<Record<string, Network<RecognizerOptions>>> = NETWORKS;

/** Its runs are of use to others by their path alone, and make nothing to look at: for those who have a terminal. */
const FOR_TERMINALS: readonly string[] = ['face-features'];

export function networks(): TrainerNetwork[] {
  const listed = listNetworks().filter(({ name }) => !FOR_TERMINALS.includes(name));
  return listed.map((listing) =>
    Object.hasOwn(RECOGNIZERS, listing.name) ? recognizer(listing) : synthesizer(listing),
  );
}

function recognizer(listing: NetworkListing): TrainerNetwork {
  const network = RECOGNIZERS[listing.name]!;
  const first = Object.values(network.presets)[0]!;
  return {
    ...described(listing),
    kind: 'recognizer',
    plain: PLAIN_WORDS[network.name] ?? listing.summary,
    runsLive: (network.flowOf?.(first) ?? null) === null && first.aus.length > 0,
    takesAnySize: network.takesAnySize ?? false,
    plans: [plan('try', 3, 8, 2e-3), plan('usual', 30, 8, 1e-3), plan('thorough', 100, 16, 1e-3)],
  };
}

function synthesizer(listing: NetworkListing): TrainerNetwork {
  const { defaults } = SYNTHESIZERS[listing.name]!;
  const { epochs, batch, learningRate } = defaults;
  const patience = defaults.patience ?? 0;
  return {
    ...described(listing),
    kind: 'synthesizer',
    plain: PLAIN_WORDS[listing.name] ?? listing.summary,
    runsLive: false,
    takesAnySize: false,
    plans: [
      { name: 'try', epochs: Math.max(1, Math.round(epochs / TRY_SHARE)), batch, learningRate, patience },
      { name: 'usual', epochs, batch, learningRate, patience },
      { name: 'thorough', epochs: 2 * epochs, batch, learningRate, patience },
    ],
  };
}

/** A tenth of the epochs shows whether faces begin to appear. */
const TRY_SHARE = 10;

/** A third of the run without a better result is no longer a plateau. */
const plan = (
  name: TrainerNetwork['plans'][number]['name'],
  epochs: number,
  batch: number,
  learningRate: number,
): TrainerNetwork['plans'][number] => ({
  ...{ name, epochs, batch, learningRate },
  patience: name === 'try' ? 0 : Math.ceil(epochs / 3),
});

/** Presets that fit the clips which Onset makes come first. */
function described({
  name,
  summary,
  presets,
}: NetworkListing): Pick<TrainerNetwork, 'name' | 'summary' | 'presets'> {
  const listed = presets.map((preset) => ({
    name: preset.name,
    parameters: preset.parameters,
    frames: preset.frames,
    sizePx: preset.size_px,
    summary: inWords(preset.parameters, preset.frames, preset.size_px),
  }));
  const fits = (preset: (typeof listed)[number]): boolean => preset.sizePx === WINDOW_SHAPE.sizePx;
  return { name, summary, presets: [...listed.filter(fits), ...listed.filter((preset) => !fits(preset))] };
}

function inWords(parameters: number, frames: number, sizePx: number): string {
  const size =
    parameters < SMALL
      ? 'small'
      : parameters < LARGE
        ? 'middle-sized'
        : 'large; slow without a graphics device';
  return `${size}: ${parameters.toLocaleString('en')} numbers to learn, windows of ${frames} frames of ${sizePx} × ${sizePx} px`;
}

/** Numbers to learn: below a quarter of a million a step takes some tenths of a second on two cores, above ten millions seconds. */
const SMALL = 250_000;
const LARGE = 10_000_000;
