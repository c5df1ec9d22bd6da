/**
 * Where a network's parameters get their names. Layers ask for what they need (`scope.parameter('weight', …)`); asking
 * twice for the same name gives the same tensor, so a network used twice in a step shares its weights. While training,
 * layers also leave here what the step must write back (running means), and ask for noise.
 */
import { type Initializer } from './initializers.ts';
import { noise, parameter, statistic } from './leaves.ts';
import { sameShape, type Shape } from './shape.ts';
import type { NodeOf, Tensor } from './tensor.ts';

export type Mode = 'training' | 'inference';

interface Store {
  readonly mode: Mode;
  readonly parameters: Map<string, Tensor>;
  /** New values of statistics, by name. */
  readonly updates: Map<string, Tensor>;
  readonly noises: Map<string, Tensor>;
}

export class Scope {
  readonly #store: Store;
  readonly #prefix: string;

  constructor(mode: Mode, inner?: { readonly store: Store; readonly prefix: string }) {
    this.#store = inner?.store ?? { mode, parameters: new Map(), updates: new Map(), noises: new Map() };
    this.#prefix = inner?.prefix ?? '';
  }

  /**
   * The same names over other tensors: what a network computes with parameters that a step has just moved, or that are
   * constants. Names that are not given are made anew.
   */
  static over(mode: Mode, given: ReadonlyMap<string, Tensor>): Scope {
    const store = { mode, parameters: new Map(given), updates: new Map(), noises: new Map() };
    return new Scope(mode, { store, prefix: '' });
  }

  get mode(): Mode {
    return this.#store.mode;
  }

  get isTraining(): boolean {
    return this.mode === 'training';
  }

  /** Names from here on begin with `name.`. */
  within(name: string): Scope {
    return new Scope(this.mode, { store: this.#store, prefix: `${this.#prefix}${name}.` });
  }

  parameter(name: string, shape: readonly number[], initializer: Initializer): Tensor {
    return this.#once(name, shape, (full) => parameter(full, shape, initializer));
  }

  statistic(name: string, shape: readonly number[], initializer: Initializer): Tensor {
    return this.#once(name, shape, (full) => statistic(full, shape, initializer));
  }

  /** Uniform in [0, 1), different at every call of a step. */
  noise(name: string, shape: Shape): Tensor {
    const full = `${this.#prefix}${name}.${String(this.#store.noises.size)}`;
    const made = noise(full, shape);
    this.#store.noises.set(full, made);
    return made;
  }

  /** Says what a statistic becomes after the step; of several uses in one step the last one counts. */
  update(old: Tensor, next: Tensor): void {
    this.#store.updates.set(parameterName(old), next);
  }

  /** In the order in which they were first asked for. */
  get parameters(): readonly Tensor[] {
    return [...this.#store.parameters.values()];
  }

  get trained(): readonly Tensor[] {
    return this.parameters.filter(({ node }) => (node as NodeOf<'Parameter'>).attributes.role === 'trained');
  }

  get updates(): ReadonlyMap<string, Tensor> {
    return this.#store.updates;
  }

  #once(name: string, shape: readonly number[], make: (full: string) => Tensor): Tensor {
    const full = this.#prefix + name;
    const known = this.#store.parameters.get(full);
    if (known === undefined) {
      const made = make(full);
      this.#store.parameters.set(full, made);
      return made;
    }
    if (!sameShape(known.shape, shape)) throw new Error(`internal: two parameters are named ${full}`);
    return known;
  }
}

export function parameterName({ node }: Tensor): string {
  if (node.operator !== 'Parameter') throw new Error(`internal: a ${node.operator} is no parameter`);
  return node.attributes.name;
}
