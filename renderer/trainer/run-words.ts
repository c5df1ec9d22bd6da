/** What a run is called by its parts. */
import type { Run } from '../../contract/channels/trainer-runs.ts';
import { durationText } from '../format.ts';
import { t } from '../strings/index.ts';
import { numberText } from './charts/number-text.ts';

/** `f1.au12` → `AU12`; `d.class` → the class of the discriminator; names the strings know; anything else as it is. */
export function metricName(name: string): string {
  const { metrics, parts, ofPart, auMetric } = t.trainer.run;
  const au = /^f1\.au(\d+)$/.exec(name)?.[1];
  if (au !== undefined) return auMetric(au);
  const [, part = '', rest = ''] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
  const known = parts[part];
  return known === undefined ? (metrics[name] ?? name) : ofPart(known, metrics[rest] ?? rest);
}

/** The scores by which runs are usually held against each other, the first that is there. */
const HEADLINES = ['uf1', 'accuracy', 'auF1'] as const;

export function headline(metrics: Readonly<Record<string, number>> | null): string | null {
  if (metrics === null) return null;
  return HEADLINES.find((name) => metrics[name] !== undefined) ?? Object.keys(metrics)[0] ?? null;
}

export function bestText(run: Run): string | null {
  const metrics = run.best?.metrics ?? null;
  const name = headline(metrics);
  return metrics === null || name === null ? null : `${metricName(name)} ${numberText(metrics[name]!)}`;
}

/** What another run takes over of it: the best epoch's; of one that makes pictures the last, which no score chooses. */
export function beginningText({ name, best }: Run, makesPictures: boolean): string {
  const { ofBest, ofLast } = t.trainer.wizard.beginnings;
  return best === null || makesPictures ? ofLast(name) : ofBest(name, best.epoch);
}

/** Whether another run can begin with it. */
export const isBeginning = ({ order, best, state, step }: Run): boolean =>
  order.kind === 'training' && (best !== null || (step > 0 && (state === 'done' || state === 'stopped')));

export function stateTone(state: Run['state']): 'neutral' | 'good' | 'fair' | 'poor' | 'accent' {
  if (state === 'done') return 'good';
  if (state === 'failed') return 'poor';
  if (state === 'interrupted') return 'fair';
  return ['starting', 'running', 'stopping', 'finishing'].includes(state) ? 'accent' : 'neutral';
}

/** How far it is, in a line. */
export function farText(run: Run): string {
  const words = t.trainer.home;
  const parts = [
    run.folds === null
      ? words.epochOf(Math.min(run.epoch + 1, run.epochs), run.epochs)
      : words.foldOf(Math.min(run.folds.done + 1, run.folds.of), run.folds.of),
    run.leftS === null ? null : words.left(durationText(run.leftS)),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
