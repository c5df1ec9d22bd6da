/**
 * Clips that a generator makes of faces in a store, as a new store that says of itself what it is.
 *
 *     await generateClips({ model: 'runs/a/generator.onnx', data: 'clips/train', whom: 'everybody', outDir: 'made',
 *       perClass: 300, seed: 1, videos: 3, hasSheet: true, hasVisibleMark: true }, signal, ({ done, of }) => …);
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { OnsetError } from '../../../contract/errors.ts';
import { reasonOfWriting } from '../../../contract/file-reason.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import {
  type ClipBytes,
  type ClipStore,
  ClipStoreWriter,
  divisionOf,
  openClipStore,
} from '../../../models/data/clips/index.ts';
import { writeAtomically } from '../../../models/train/index.ts';
import { readGenerator } from '../synthesis-quality/generator-file.ts';
import type { StoredFace } from '../au-icgan/generator.ts';
import { type ClipMaker, type MadeClip, openClipMaker } from './clip-maker.ts';
import { planClips, type PlannedClip } from './clip-plan.ts';
import { contactSheet, type SheetRow } from './contact-sheet.ts';
import { writeClipVideo } from './clip-video.ts';

export interface GenerationOrder {
  /** A generator's model file. */
  readonly model: string;
  /** Folder of clips: their faces, and what clips of their classes show. */
  readonly data: string;
  /** `learnt-from`: only those whom `divisionOf` gives to training, so that the others can still be scored. */
  readonly whom: 'everybody' | 'learnt-from';
  readonly outDir: string;
  /** Clips of each class. */
  readonly perClass: number;
  readonly seed: number;
  /** So many of them as videos as well. */
  readonly videos: number;
  /** A picture of some of them. */
  readonly hasSheet: boolean;
  /**
   * Says in the pictures of videos and sheet, too, that they are made, and in those of single clips that an application
   * shows; their files say so in any case.
   */
  readonly hasVisibleMark: boolean;
}

export interface Generated {
  readonly clips: number;
  readonly people: number;
  /** Classes with a movement of which none could be made, since the generator knows nothing of it. */
  readonly leftOut: readonly string[];
  readonly videos: readonly string[];
  readonly sheet: string | null;
}

export const SHEET_FILE = 'sheet.png';

/**
 * Null where `signal` aborted: nothing is left then. Throws `input-not-found`, `generator-unfit`, `generator-unlike`,
 * `clips-too-few`, what clip stores throw, and `output-unwritable`.
 */
export async function generateClips(
  order: GenerationOrder,
  signal: AbortSignal,
  tell: (progress: { readonly done: number; readonly of: number }) => void,
): Promise<Generated | null> {
  const file = readGenerator(order.model);
  using store = openClipStore(order.data);
  await using maker = await openClipMaker(file);
  const { plan, leftOut } = planFor(maker, store, order);
  using writer = new ClipStoreWriter(order.outDir);
  const shown = evenly(plan.length, Math.max(order.videos, order.hasSheet ? SHEET_ROWS : 0));
  const kept: { readonly planned: PlannedClip; readonly clip: MadeClip }[] = [];
  for (const [at, planned] of plan.entries()) {
    // A breath between clips: Ctrl-C is heard.
    await new Promise(setImmediate);
    if (signal.aborted) return null;
    const face = faceOf(store, planned.face);
    const wanted = { entry: store.clips[planned.condition]!, store: store.index };
    const clip = await maker.make(face, wanted, planned.seed);
    add(writer, store, maker, planned, clip);
    if (shown.has(at)) kept.push({ planned, clip });
    tell({ done: at + 1, of: plan.length });
  }
  const { frames, sizePx, windowS, recipe, aus, emotions } = store.index;
  const { planes } = maker;
  writer.finish({
    ...{ frames, sizePx, windowS, planes, recipe, aus, emotions },
    synthetic: true,
    made: {
      by: `onset generate (${maker.network})`,
      mark: SYNTHETIC_MARK,
      model: createHash('sha256').update(file.bytes).digest('hex'),
      seed: order.seed,
      perClass: order.perClass,
      visibleMark: order.hasVisibleMark ? 1 : 0,
    },
  });
  const look = { sizePx, planes, fps: (frames - 1) / windowS, hasMark: order.hasVisibleMark };
  const videos: string[] = [];
  for (const [at, { clip }] of kept.slice(0, order.videos).entries()) {
    const path = join(order.outDir, `clip-${String(at + 1).padStart(3, '0')}.mp4`);
    await writeClipVideo(path, clip.frames, look);
    videos.push(path);
  }
  const sheet = order.hasSheet ? join(order.outDir, SHEET_FILE) : null;
  if (sheet !== null) write(sheet, contactSheet(kept.slice(0, SHEET_ROWS).map(rowOf(store)), look));
  const people = new Set(plan.map(({ subject }) => subject)).size;
  return { clips: plan.length, people, leftOut, videos, sheet };
}

/** Throws `generator-unlike` and `clips-too-few`. */
function planFor(
  maker: ClipMaker,
  store: ClipStore,
  { model, data, perClass, seed, whom }: GenerationOrder,
): { readonly plan: readonly PlannedClip[]; readonly leftOut: readonly string[] } {
  const unlike = (reason: string): OnsetError =>
    new OnsetError('generator-unlike', { generator: model, data, reason });
  const problem = maker.problemWith(store.index);
  if (problem !== null) throw unlike(problem);
  const division = divisionOf(store.clips.map(({ subject }) => subject));
  const isShown = (subject: string): boolean => whom === 'everybody' || division.get(subject) === 'train';
  const wish = { perClass, seed, isShown };
  const classesOf = (plan: readonly PlannedClip[]): ReadonlySet<string> =>
    new Set(plan.map(({ condition }) => store.emotions[store.clips[condition]!.emotion]!));
  const wanted = classesOf(planClips(store, { ...wish, perClass: 1, isKnown: () => true }));
  if (wanted.size === 0)
    throw new OnsetError('clips-too-few', { use: 'generating (with action units)', folders: data });
  const plan = planClips(store, {
    ...wish,
    isKnown: (entry) => maker.knows({ entry, store: store.index }),
  });
  const known = classesOf(plan);
  if (plan.length === 0) throw unlike(`it was taught nothing of ${[...wanted].join(', ')}`);
  return { plan, leftOut: [...wanted].filter((name) => !known.has(name)) };
}

const SHEET_ROWS = 9;

/** The places of `count` of `length`, at even distances. */
const evenly = (length: number, count: number): ReadonlySet<number> =>
  new Set(Array.from({ length: Math.min(count, length) }, (_, k) => Math.floor((k * length) / count)));

/** A clip's first frame: its onset. */
function faceOf(store: ClipStore, index: number): StoredFace {
  const bytes = store.newBytes();
  store.read(index, bytes);
  const { sizePx, planes } = store;
  return { sizePx, planes, levels: bytes.frames.slice(0, planes * sizePx * sizePx) };
}

function add(
  writer: ClipStoreWriter,
  store: ClipStore,
  { planes }: ClipMaker,
  { subject, condition, seed }: PlannedClip,
  { frames, aus }: MadeClip,
): void {
  const picture = planes * store.sizePx ** 2;
  const bytes: ClipBytes = {
    frames: new Uint8Array(frames.length * picture),
    neutral: toBytes(frames[0]!),
  };
  for (const [frame, levels] of frames.entries()) bytes.frames.set(toBytes(levels), frame * picture);
  const source = store.clips[condition]!;
  writer.add(bytes, {
    subject,
    conditionSubject: source.subject,
    seed,
    emotion: source.emotion,
    aus: aus ?? source.aus,
    ...(source.course && { course: source.course }),
    ...(source.apexFrame !== undefined && { apexFrame: source.apexFrame }),
    ...(source.objective !== undefined && { objective: source.objective }),
    peakPctIod: source.peakPctIod,
    moves: [],
  });
}

const toBytes = (levels: Float32Array): Uint8Array =>
  Uint8Array.from(levels, (level) => Math.round(255 * level));

const rowOf =
  (store: ClipStore) =>
  ({ planned, clip }: { readonly planned: PlannedClip; readonly clip: MadeClip }): SheetRow => {
    const source = store.clips[planned.condition]!;
    const last = store.frames - 1;
    const apex = Math.min(last, Math.max(0, Math.round(source.course?.apex ?? source.apexFrame ?? last / 2)));
    return {
      rest: clip.frames[0]!,
      apex: clip.frames[apex]!,
      before: clip.frames[Math.round(apex / 2)]!,
    };
  };

function write(path: string, bytes: Uint8Array): void {
  try {
    writeAtomically(path, bytes);
  } catch (error) {
    throw new OnsetError('output-unwritable', { path, reason: reasonOfWriting(error) }, error);
  }
}
