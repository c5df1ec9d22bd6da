/** Something that makes clips of one face: a generator's file, whichever network's. */
import { conditionOf, rampAt } from '../../../models/train/au-icgan/index.ts';
import type { ClipEntry, ClipIndex } from '../../../models/data/clips/index.ts';
import { AuIcganGenerator, type StoredFace } from '../au-icgan/generator.ts';
import { openIceGanMaker } from '../ice-gan/face-maker.ts';
import type { GeneratorFile } from '../synthesis-quality/generator-file.ts';
import { OnsetError } from '../../../contract/errors.ts';

export interface MadeClip {
  /** [planes, S, S] levels in [0, 1], frame by frame. */
  readonly frames: readonly Float32Array[];
  /** Action units that were asked for, ascending; null where the generator is told a class and no units. */
  readonly aus: readonly number[] | null;
}

/** What a clip is to show: that of another clip, whose store says when and how much. */
export interface Wanted {
  readonly entry: ClipEntry;
  readonly store: ClipIndex;
}

export interface ClipMaker extends AsyncDisposable {
  readonly network: string;
  readonly planes: 1 | 3;
  /** Whether it was taught anything of what the wanted clip shows. */
  knows(wanted: Wanted): boolean;
  /** Why it cannot change faces of these clips, as half a sentence; null: it can. */
  problemWith(store: ClipIndex): string | null;
  /** As many frames as the wanted clip's store has; `seed` is for what a generator draws itself. */
  make(face: StoredFace, wanted: Wanted, seed: number): Promise<MadeClip>;
}

/** Throws `generator-unfit`. */
export async function openClipMaker(file: GeneratorFile): Promise<ClipMaker> {
  switch (file.generator) {
    case 'au-icgan':
      return await openByUnits(file);
    case 'ice-gan':
      return await openByClass(file);
    default:
      throw new OnsetError('generator-unfit', {
        path: file.path,
        reason: `"${file.generator}" is no network that makes clips`,
      });
  }
}

/** Every frame is asked for its own intensities. */
async function openByUnits(file: GeneratorFile): Promise<ClipMaker> {
  const generator = await AuIcganGenerator.open(file);
  return {
    network: file.generator,
    planes: generator.planes,
    knows: ({ entry }) => (entry.aus ?? []).some((au) => generator.aus.includes(au)),
    // It changes faces of any size.
    problemWith: () => null,
    async make(face, { entry, store }) {
      const { units, course } = conditionOf(entry, store, { aus: generator.aus, emotions: store.emotions });
      const asked = Float32Array.from({ length: store.frames * units.length }, (_, i) => {
        const frame = Math.floor(i / units.length);
        return rampAt(course, frame) * units[i % units.length]!;
      });
      const frames = await generator.change(face, asked, store.frames);
      return { frames, aus: generator.aus.filter((_, at) => units[at]! > 0) };
    },
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  };
}

/** One apex; what lies between is its mixture with the rest. */
async function openByClass(file: GeneratorFile): Promise<ClipMaker> {
  const maker = await openIceGanMaker(file);
  return {
    network: file.generator,
    planes: 1,
    knows: ({ entry, store }) => file.emotions.includes(store.emotions[entry.emotion]!),
    problemWith: ({ sizePx, planes }) =>
      sizePx === file.sizePx && planes === 1
        ? null
        : `it makes grey faces of ${String(file.sizePx)} px, the clips have ${String(sizePx)} px and ${planes === 1 ? 'are grey' : 'colour'}`,
    async make(face, { entry, store }, seed) {
      const rest = {
        widthPx: face.sizePx,
        heightPx: face.sizePx,
        levels: Float32Array.from(face.levels, (level) => level / 255),
      };
      const request = { emotion: store.emotions[entry.emotion]!, aus: entry.aus ?? [], intensity: 1 };
      const apex = await maker.make(rest, entry.subject, request, seed);
      const { course } = conditionOf(entry, store, { aus: [], emotions: store.emotions });
      const frames = Array.from({ length: store.frames }, (_, frame) => {
        const share = rampAt(course, frame);
        return rest.levels.map((level, at) => (1 - share) * level + share * apex.levels[at]!);
      });
      return { frames, aus: null };
    },
    [Symbol.asyncDispose]: () => maker[Symbol.asyncDispose](),
  };
}
