import type { Gives } from '../../../contract/channels/index.ts';
import type { VerdictRecord } from '../../../contract/session.ts';
import { reviewedEvents } from '../../../contract/reviewed-events.ts';
import type { Session } from '../../engine/session/index.ts';

type Agreement = Gives<'review.agreement'>;

/**
 * How far two raters agree about the events that both have decided about: the verdict, and the label where they keep
 * the event. Relabelling to what is there already is the same as confirming it; upper and lower case are the same.
 */
export function agreement(session: Session, first: string, second: string): Agreement {
  const pairs = reviewedEvents(session).flatMap(({ decisions, recognition }) => {
    const of = (rater: string): string | null => {
      const decision = decisions.find(({ reviewer }) => reviewer === rater);
      return decision ? categoryOf(decision, recognition?.emotion ?? null) : null;
    };
    const [one, other] = [of(first), of(second)];
    return one === null || other === null ? [] : [[one, other] as const];
  });
  const categories = [...new Set(pairs.flat())].sort();
  const table = categories.map((row) =>
    categories.map((column) => pairs.filter(([one, other]) => one === row && other === column).length),
  );
  return {
    raters: [first, second],
    items: pairs.length,
    ...cohensKappa(table),
    categories,
    table,
  };
}

function categoryOf({ verdict, label }: VerdictRecord, found: string | null): string {
  if (verdict === 'reject') return 'rejected';
  const kept = (label ?? found)?.toLowerCase();
  return kept === undefined ? 'confirmed' : `confirmed: ${kept}`;
}

/**
 * Cohen (1960): κ = (p₀ − pₑ) / (1 − pₑ), where p₀ is the share of items on the diagonal and pₑ the share expected
 * there if the two were independent, Σ rowᵢ·columnᵢ / n². Null without items, or where pₑ = 1: then chance explains
 * all.
 */
function cohensKappa(table: readonly (readonly number[])[]): {
  observed01: number | null;
  kappa: number | null;
} {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const items = sum(table.map(sum));
  if (items === 0) return { observed01: null, kappa: null };
  const agreed = sum(table.map((row, i) => row[i]!));
  const expected = sum(table.map((row, i) => sum(row) * sum(table.map((other) => other[i]!))));
  const observed01 = agreed / items;
  if (expected === items * items) return { observed01, kappa: null };
  return { observed01, kappa: (agreed * items - expected) / (items * items - expected) };
}
