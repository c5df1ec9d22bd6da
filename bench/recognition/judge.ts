/** What a recognizer's answers over a clip store are worth. */
import type { ClipStore } from '../../models/data/clips/index.ts';
import {
  argmaxRows,
  countConfusion,
  countLabels,
  f1OfLabel,
  macroF1,
  scoreConfusion,
} from '../../models/train/metrics.ts';

/** One row a clip, in the store's order of clips. */
export interface Answers {
  /** [clips, emotions]; probabilities or logits, only their order matters. */
  readonly emotions: Float32Array;
  /** [clips, action units]: probabilities. */
  readonly aus: Float32Array;
}

export interface Judgement {
  readonly clips: number;
  readonly uf1: number;
  readonly uar: number;
  readonly accuracy: number;
  /** Mean F1 over the action units that occur. */
  readonly auMacroF1: number;
  /** By action unit; null for those that neither occur nor are named. */
  readonly auF1: Readonly<Record<string, number | null>>;
  /** How many clips hold each action unit. */
  readonly auClips: Readonly<Record<string, number>>;
  readonly classes: readonly string[];
  /** Rows: what is known; columns: what was answered. */
  readonly confusion: readonly (readonly number[])[];
  /** Share named right of the clips without an expression, by what moves in them. */
  readonly noneRightByMove: Readonly<Record<string, string>>;
  /** Share named right of the expressions, by peak displacement in % of the eye distance. */
  readonly rightByPeak: Readonly<Record<string, string>>;
}

export function judge(store: Pick<ClipStore, 'clips' | 'aus' | 'emotions'>, answers: Answers): Judgement {
  const { clips, aus, emotions } = store;
  const known = clips.map(({ emotion }) => emotion);
  const predicted = argmaxRows(answers.emotions, emotions.length);
  const confusion = countConfusion(known, predicted, emotions);
  const labels = clips.flatMap((clip) => aus.map((au) => (clip.aus?.includes(au) ? 1 : 0)));
  const counts = countLabels(labels, answers.aus, aus.length, 0.5);
  const none = emotions.indexOf('none');
  const isRight = (k: number): boolean => predicted[k] === known[k];
  const indices = [...clips.keys()];
  return {
    clips: clips.length,
    ...scoreConfusion(confusion),
    auMacroF1: macroF1(counts),
    auF1: Object.fromEntries(aus.map((au, k) => [String(au), f1OfLabel(counts[k]!)])),
    auClips: Object.fromEntries(
      aus.map((au, k) => [String(au), counts[k]!.truePositives + counts[k]!.falseNegatives]),
    ),
    classes: emotions,
    confusion: confusion.counts,
    noneRightByMove: shares(
      indices.filter((k) => known[k] === none),
      (k) => clips[k]!.moves.join('+') || 'still',
      isRight,
    ),
    rightByPeak: shares(
      indices.filter((k) => known[k] !== none),
      (k) => peakBand(clips[k]!.peakPctIod),
      isRight,
    ),
  };
}

const peakBand = (pctIod: number): string => (pctIod < 1 ? '0.5–1 %' : pctIod < 2 ? '1–2 %' : '2–5 %');

/** "right of all" by group, groups in alphabetical order. */
function shares(
  indices: readonly number[],
  groupOf: (k: number) => string,
  isRight: (k: number) => boolean,
): Record<string, string> {
  const groups = new Map<string, { right: number; all: number }>();
  for (const k of indices) {
    const group = groups.get(groupOf(k)) ?? { right: 0, all: 0 };
    group.all++;
    if (isRight(k)) group.right++;
    groups.set(groupOf(k), group);
  }
  return Object.fromEntries(
    [...groups]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, { right, all }]) => [name, `${right} of ${all}`]),
  );
}
