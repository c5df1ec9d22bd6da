/** What a person chooses before a run, and the order that comes of it. Kept for this tab, so that a reload loses nothing. */
import * as v from 'valibot';
import { Finite, Index } from '../../../contract/channels/fields.ts';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { Run, RunOrder, TrainerNetwork } from '../../../contract/channels/trainer-runs.ts';

const KEPT = 'onset.newRun';

const PROTOCOLS = ['holdout', 'loso', 'cde', 'cross', 'lovo'] as const;
const SCHEMES = ['three', 'four', 'five', 'all', 'objective'] as const;
const SCHEDULES = ['cosine', 'step', 'constant'] as const;
const PLANS = ['try', 'usual', 'thorough'] as const;

const Draft = v.object({
  purpose: v.picklist(['training', 'evaluation']),
  data: v.array(v.string()),
  network: v.nullable(v.string()),
  preset: v.nullable(v.string()),
  plan: v.picklist(PLANS),
  /** What was typed in place of the plan's. */
  epochs: v.nullable(Index),
  batch: v.nullable(Index),
  learningRate: v.nullable(Finite),
  patience: v.nullable(Index),
  seed: Index,
  schedule: v.picklist(SCHEDULES),
  isBalanced: v.boolean(),
  validation: v.array(v.string()),
  from: v.nullable(v.string()),
  protocol: v.picklist(PROTOCOLS),
  scheme: v.picklist(SCHEMES),
  changes: v.string(),
  /** Null: made of the network and the data. */
  name: v.nullable(v.string()),
});
type Draft = v.InferOutput<typeof Draft>;

const EMPTY: Draft = {
  purpose: 'training',
  data: [],
  network: null,
  preset: null,
  plan: 'usual',
  epochs: null,
  batch: null,
  learningRate: null,
  patience: null,
  seed: 1,
  schedule: 'cosine',
  isBalanced: true,
  validation: [],
  from: null,
  protocol: 'loso',
  scheme: 'three',
  changes: '',
  name: null,
};

/** Presets that a machine without a graphics card carries, by their names: what is chosen first where there is one. */
const LIGHT = ['light', 'small'];

export type TypedNumber = 'epochs' | 'batch' | 'learningRate' | 'patience';

/** With what the wizard is entered from elsewhere. */
export interface Beginning {
  readonly data?: readonly string[];
  /** A run to begin with: its network and size are taken over. */
  readonly from?: Run;
}

export class NewRun {
  draft: Draft = $state(structuredClone(EMPTY));
  readonly #store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#store = store;
    const kept = v.safeParse(Draft, parsed(store.getItem(KEPT)));
    if (kept.success) this.draft = kept.output;
  }

  /** To be called whenever something was chosen. */
  keep(): void {
    this.#store.setItem(KEPT, JSON.stringify(this.draft));
  }

  forget(): void {
    this.#store.removeItem(KEPT);
    this.draft = structuredClone(EMPTY);
  }

  toggleData(id: string): void {
    const { data } = this.draft;
    this.draft.data = data.includes(id) ? data.filter((each) => each !== id) : [...data, id];
  }

  begin({ data = [], from }: Beginning): void {
    this.draft.data = [...data];
    if (from === undefined) return;
    const { network, preset } = from.order;
    Object.assign(this.draft, { purpose: 'training', network, preset, from: from.id });
  }

  /** Another network has other sizes and other numbers. */
  chooseNetwork(network: TrainerNetwork): void {
    if (this.draft.network === network.name) return;
    this.draft.network = network.name;
    const isLight = ({ name }: { readonly name: string }): boolean => LIGHT.includes(name);
    this.draft.preset = (network.presets.find(isLight) ?? network.presets[0])?.name ?? null;
    this.draft.from = null;
    if (network.kind === 'synthesizer') this.draft.purpose = 'training';
    this.forgetTyped();
  }

  choosePlan(plan: Draft['plan']): void {
    this.draft.plan = plan;
    this.forgetTyped();
  }

  forgetTyped(): void {
    for (const key of ['epochs', 'batch', 'learningRate', 'patience'] as const) this.draft[key] = null;
  }

  /** What is typed, else what the plan says; null where there is no network yet. */
  numberOf(key: TypedNumber, network: TrainerNetwork | null): number | null {
    const plan = network?.plans.find(({ name }) => name === this.draft.plan) ?? network?.plans[0];
    return this.draft[key] ?? plan?.[key] ?? null;
  }

  /** The first line that is no NAME=VALUE; null: all are. */
  get unreadableChange(): string | null {
    return linesOf(this.draft.changes).find((line) => !CHANGE.test(line)) ?? null;
  }

  /** Null while something is missing. `networks` and data that are gone count as missing. */
  order(
    networks: readonly TrainerNetwork[],
    isThere: (data: string) => boolean,
    name: string,
    canBeginWith: (run: string) => boolean,
  ): RunOrder | null {
    const network = networks.find((each) => each.name === this.draft.network) ?? null;
    const preset = network?.presets.find((each) => each.name === this.draft.preset) ?? network?.presets[0];
    const data = this.draft.data.filter(isThere);
    const epochs = this.numberOf('epochs', network);
    const batch = this.numberOf('batch', network);
    const learningRate = this.numberOf('learningRate', network);
    const patience = this.numberOf('patience', network);
    if (network === null || preset === undefined || data.length === 0) return null;
    if (epochs === null || batch === null || learningRate === null || patience === null) return null;
    if (this.unreadableChange !== null || name.trim() === '') return null;
    const { purpose, seed, schedule, isBalanced, protocol, scheme } = this.draft;
    const from = this.draft.from !== null && canBeginWith(this.draft.from) ? this.draft.from : null;
    const common = {
      ...{ name: name.trim(), network: network.name, preset: preset.name, data },
      ...{ epochs, batch, learningRate, seed, changes: changesOf(this.draft.changes) },
    };
    return purpose === 'evaluation'
      ? { kind: 'evaluation', ...common, protocol, scheme }
      : {
          kind: 'training',
          ...common,
          validation: this.draft.validation.filter(isThere),
          ...{ from, schedule, isBalanced, patience },
        };
  }
}

/** Whether all data, as far as it is known, is of one person, so that nobody is left to score. */
export function lacksPeople(
  { purpose, protocol, validation }: Pick<Draft, 'purpose' | 'protocol' | 'validation'>,
  data: readonly TrainerData[],
): boolean {
  if (purpose === 'training' ? validation.length > 0 : protocol === 'lovo') return false;
  const people = data.map(({ content }) => content?.subjects ?? null);
  return data.length > 0 && people.every((count) => count !== null) && sum(people) < 2;
}

/** Why data cannot be evaluated, as far as it is known; null: it can. */
export function evaluationProblem(
  { purpose, protocol }: Pick<Draft, 'purpose' | 'protocol'>,
  data: readonly TrainerData[],
): 'generated' | 'mixed' | 'several' | 'one' | null {
  if (purpose === 'training' || data.length === 0) return null;
  const tested = data.filter((one) => !isGenerated(one));
  if (tested.length === 0) return 'generated';
  if (data.some(({ kind }) => kind === 'set') && data.some(({ kind }) => kind !== 'set')) return 'mixed';
  if (protocol === 'loso' && tested.length > 1) return 'several';
  return (protocol === 'cde' || protocol === 'cross') && tested.length < 2 ? 'one' : null;
}

/** What must be said of scores where clips of a generator are learnt from; null: there are none. */
export function generatedNote(
  { purpose, validation }: Pick<Draft, 'purpose' | 'validation'>,
  data: readonly TrainerData[],
): 'alone' | 'beside' | 'tested' | null {
  if (!data.some(isGenerated)) return null;
  if (purpose === 'evaluation') return 'tested';
  return validation.length === 0 && data.every(isGenerated) ? 'alone' : 'beside';
}

export const isGenerated = ({ content, kind }: TrainerData): boolean =>
  kind === 'generated' || content?.isGenerated === true;

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((all, number) => all + (number ?? 0), 0);

const CHANGE = /^([a-zA-Z][\w.]*)\s*=\s*(\S.*)$/;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Values read as `onset train --set` reads them: true, false, numbers, else text. */
function changesOf(text: string): Record<string, boolean | number | string> {
  const changes: Record<string, boolean | number | string> = {};
  for (const line of linesOf(text)) {
    const [, name, value] = CHANGE.exec(line)!;
    const number = Number(value);
    changes[name!] =
      value === 'true' || value === 'false' ? value === 'true' : Number.isNaN(number) ? value! : number;
  }
  return changes;
}

/** What is no JSON was not written here. */
function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
