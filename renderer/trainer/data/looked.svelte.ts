/** A folder that is looked into, and what is to be made of it. */
import type { Problem } from '../../../contract/channels/fields.ts';
import type {
  DATA_SETS,
  DataLook,
  DataSource,
  FaceRights,
  Preparation,
} from '../../../contract/channels/trainer-data.ts';
import type { Engine } from '../trainer.svelte.ts';

export type SetChoice = 'auto' | (typeof DATA_SETS)[number];

/** Windows drawn: enough to see that it works; enough for a small network; what the shipped recognizer learnt from. */
export const AMOUNTS = { few: 200, some: 2000, many: 8000 } as const;

/** As many as fit on a page, from different people where there are so many. */
const SAMPLES = 12;

export class Looked {
  path = $state('');
  set: SetChoice = $state('auto');
  look: DataLook | null = $state.raw(null);
  isLooking = $state(false);
  problem: Problem | null = $state.raw(null);
  name = $state('');
  count: number = $state(AMOUNTS.some);
  rights: FaceRights | null = $state(null);
  scheme: NonNullable<Preparation['scheme']> = $state('three');
  readonly #engine: Engine;
  /** What was looked at: the path may have been typed over since. */
  #source: DataSource | null = null;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async lookAtPath(): Promise<void> {
    const path = this.path.trim();
    if (path !== '')
      await this.lookAt({ kind: 'path', path }, path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
  }

  async lookAt(source: DataSource, name: string): Promise<void> {
    this.isLooking = true;
    this.problem = null;
    this.look = null;
    this.#source = source;
    try {
      const look = await this.#engine.call('trainer.look', { source, set: this.set, samples: SAMPLES });
      if (this.#source !== source) return;
      this.look = look;
      this.name = name;
      this.rights = null;
    } catch (error) {
      if (this.#source === source) this.problem = this.#engine.problemOf(error);
    }
    if (this.#source === source) this.isLooking = false;
  }

  /** The same again, read as another set. */
  async lookAgain(): Promise<void> {
    if (this.#source !== null) await this.lookAt(this.#source, this.name);
  }

  forget(): void {
    this.#source = null;
    this.isLooking = false;
    this.look = null;
    this.problem = null;
  }

  get draws(): boolean {
    return this.look?.kind === 'faces';
  }

  /** What must still be said; null: it can be prepared. */
  get missing(): 'look' | 'rights' | 'name' | null {
    if (this.look === null || this.look.kind === null) return 'look';
    if (this.draws && this.rights === null) return 'rights';
    return this.name.trim() === '' ? 'name' : null;
  }

  /** The data's id; null where it was refused, with `problem` saying why. */
  async prepare(): Promise<string | null> {
    if (this.#source === null || this.look === null || this.missing !== null) return null;
    const preparation: Preparation = {
      count: this.draws ? this.count : null,
      rights: this.draws ? this.rights : null,
      seed: 1,
      scheme: this.look.kind === 'set' ? this.scheme : null,
    };
    try {
      const { data } = await this.#engine.call('trainer.prepare', {
        source: this.#source,
        set: this.set,
        name: this.name.trim(),
        preparation,
      });
      return data;
    } catch (error) {
      this.problem = this.#engine.problemOf(error);
      return null;
    }
  }
}
