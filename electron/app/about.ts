import { getFFmpegInfo } from 'node-av/lib';
import type { About } from '../../contract/channels/app.ts';
import type { RecognizerCard } from '../../contract/model.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import {
  describeProviders,
  listModels,
  type ProviderReport,
  shippedRecognizer,
} from '../engine/infer/index.ts';
import { outboundRequests } from './outbound.ts';

export type Carried = About['carrier'];

/** What does not change while the process runs is found out once, when it is first asked for. */
export class Abouts {
  readonly #carrier: Carried;
  readonly #dataFolder: string;
  readonly #consentText: About['consentText'];
  #found: Promise<Pick<About, 'model' | 'provider'>> | null = null;

  constructor(carrier: Carried, dataFolder: string, consentText: About['consentText']) {
    this.#carrier = carrier;
    this.#dataFolder = dataFolder;
    this.#consentText = consentText;
  }

  async tell(): Promise<About> {
    this.#found ??= find();
    // A probe that failed may succeed the next time.
    this.#found.catch(() => (this.#found = null));
    const { model, provider } = await this.#found;
    return {
      version: ONSET_VERSION,
      versions: [
        ['Node', process.versions.node],
        ['FFmpeg', getFFmpegInfo().version],
        ...named({ Electron: 'electron', SQLite: 'sqlite', V8: 'v8' }),
        ['System', `${process.platform} ${process.arch}`],
      ],
      carrier: this.#carrier,
      model,
      provider,
      outboundRequests: outboundRequests(),
      consentText: this.#consentText,
      dataFolder: this.#dataFolder,
    };
  }
}

/** Parts of the runtime, where it has them. */
function named(parts: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(parts).flatMap(([name, key]): [string, string][] => {
    const version = process.versions[key];
    return version === undefined ? [] : [[name, version]];
  });
}

async function find(): Promise<Pick<About, 'model' | 'provider'>> {
  const shipped = shippedRecognizer();
  const listed = shipped === null ? [] : await listModels();
  const card = listed.find(({ path }) => path === shipped)?.card ?? null;
  const reports = await describeProviders();
  const ready = reports.find(({ state }) => state === 'ready');
  return {
    model: card && rowsOf(card),
    provider: ready
      ? { name: ready.provider, why: whyNotBetter(reports.slice(0, reports.indexOf(ready))) }
      : null,
  };
}

/** What stood against those that would have been preferred; other platforms' need no word. */
function whyNotBetter(better: readonly ProviderReport[]): string {
  return better
    .filter(({ state }) => state !== 'foreign')
    .map(({ provider, reason }) => `${provider}: ${reason}`)
    .join('; ');
}

function rowsOf(card: RecognizerCard): [string, string][] {
  return [
    ['Network', card.network],
    ['Trained on', card.trainedOn],
    ['Emotions', card.emotions.join(', ')],
    ['Action units', card.aus.join(', ')],
    ['Window', `${card.frames} frames of ${card.sizePx} px over ${card.windowS} s`],
    ['Recipe', card.recipe],
    ...Object.entries(card.metrics).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['SHA-256', card.sha256],
  ];
}
