/** What clips a person wants of a generator, and whether they can be had. */
import type { FaceRights, TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RunGenerator } from '../../../contract/channels/trainer-models.ts';
import type { Takes } from '../../../contract/channels/index.ts';

/** A few are made within a minute or so; 300 to 400 of each class are the paper's. */
export const AMOUNTS = { few: 20, paper: 300 } as const;

export type Unfit = 'unready' | 'generated' | 'size' | 'unknown';

/** Why faces of this data cannot be changed; null: they can. */
export function unfitFor(
  { sizePx, aus, classes }: RunGenerator,
  { state, content }: TrainerData,
): Unfit | null {
  if (state !== 'ready' || content === null) return 'unready';
  if (content.isGenerated) return 'generated';
  const asksUnits = aus.length > 0;
  // One that is asked for units moves faces of any size.
  if (!asksUnits && content.shape?.sizePx !== sizePx) return 'size';
  const known = asksUnits ? aus.map((au) => `AU${au}`) : classes;
  const shown = (asksUnits ? content.aus : content.classes).filter(({ count }) => count > 0);
  return shown.some(({ name }) => known.includes(name)) ? null : 'unknown';
}

/** Bytes of a clip as it lies on the disk: its frames, and its person at rest. */
export function bytesOf(clips: number, { content }: TrainerData): number {
  const { frames, sizePx, planes } = content?.shape ?? { frames: 0, sizePx: 0, planes: 0 };
  return clips * (frames + 1) * planes * sizePx ** 2;
}

export class ClipsWish {
  data: string | null = $state(null);
  perClass: number = $state(AMOUNTS.paper);
  seed = $state(1);
  hasVisibleMark = $state(true);
  /** Null: made of the run and the data. */
  name: string | null = $state(null);
  rights: FaceRights | null = $state(null);

  /** What is chosen, else what the run itself learnt from, else the first that fits. */
  chosen(
    generator: RunGenerator,
    all: readonly TrainerData[],
    learntFrom: readonly string[],
  ): TrainerData | null {
    const fits = all.filter((data) => unfitFor(generator, data) === null);
    return (
      fits.find(({ id }) => id === this.data) ??
      fits.find(({ id }) => learntFrom.includes(id)) ??
      fits[0] ??
      null
    );
  }

  /** Null while something must still be said. */
  order(run: string, data: TrainerData | null, madeName: string): Takes<'trainer.generate'> | null {
    const name = (this.name ?? madeName).trim().slice(0, LONGEST_NAME);
    if (data === null || name === '' || this.lacksRights(data)) return null;
    const { perClass, seed, hasVisibleMark, rights } = this;
    if (!(Number.isInteger(perClass) && perClass > 0 && Number.isInteger(seed) && seed >= 0)) return null;
    return { run, data: data.id, name, perClass, seed, hasVisibleMark, rights: data.rights ?? rights };
  }

  lacksRights(data: TrainerData): boolean {
    return data.rights === null && this.rights === null;
  }
}

const LONGEST_NAME = 200;
