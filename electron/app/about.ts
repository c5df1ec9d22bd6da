import { getFFmpegInfo } from 'node-av/lib';
import type { About } from '../../contract/channels/app.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { describeProviders, type ProviderReport, verifyModel } from '../engine/infer/index.ts';
import { factsOfModel } from './model-facts.ts';
import { outboundRequests } from './outbound.ts';

export type Carried = About['carrier'];

/**
 * What does not change while the process runs is found out once, when it is first asked for; models when another is in
 * use.
 */
export class Abouts {
  readonly #carrier: Carried;
  readonly #dataFolder: string;
  readonly #consentText: About['consentText'];
  readonly #recognizer: () => string | null;
  #provider: Promise<About['provider']> | null = null;
  #model: { readonly path: string | null; readonly facts: Promise<About['model']> } | null = null;

  constructor(
    carrier: Carried,
    dataFolder: string,
    consentText: About['consentText'],
    recognizer: () => string | null,
  ) {
    this.#recognizer = recognizer;
    this.#carrier = carrier;
    this.#dataFolder = dataFolder;
    this.#consentText = consentText;
  }

  async tell(): Promise<About> {
    this.#provider ??= findProvider();
    // A probe that failed may succeed the next time.
    this.#provider.catch(() => (this.#provider = null));
    const path = this.#recognizer();
    if (this.#model?.path !== path) this.#model = { path, facts: factsAt(path) };
    this.#model.facts.catch(() => (this.#model = null));
    const [provider, model] = await Promise.all([this.#provider, this.#model.facts]);
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

async function factsAt(path: string | null): Promise<About['model']> {
  if (path === null) return null;
  const { card } = await verifyModel(path);
  return card && factsOfModel(card);
}

async function findProvider(): Promise<About['provider']> {
  const reports = await describeProviders();
  const ready = reports.find(({ state }) => state === 'ready');
  return ready ? { name: ready.provider, why: whyNotBetter(reports.slice(0, reports.indexOf(ready))) } : null;
}

/** What stood against those that would have been preferred; other platforms' need no word. */
function whyNotBetter(better: readonly ProviderReport[]): string {
  return better
    .filter(({ state }) => state !== 'foreign')
    .map(({ provider, reason }) => `${provider}: ${reason}`)
    .join('; ');
}
