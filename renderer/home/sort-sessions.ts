/** The order and the choice of sessions in the list. */
import type { SessionSummary } from '../../contract/channels/library.ts';
import { dateText } from '../format.ts';

export const COLUMNS = ['name', 'madeAt', 'durationS', 'fps', 'events', 'unreviewed'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Order {
  readonly by: Column;
  readonly isDescending: boolean;
}

const VALUES: Readonly<Record<Column, (session: SessionSummary) => string | number>> = {
  name: ({ name }) => name.toLocaleLowerCase(),
  madeAt: ({ madeAt }) => Date.parse(madeAt),
  durationS: ({ durationS }) => durationS,
  fps: ({ fps }) => fps,
  events: ({ micro, macro }) => micro + macro,
  unreviewed: ({ unreviewed }) => unreviewed,
};

/** Those in which every word of the query stands: name, participants, date. */
export function selectSessions(
  sessions: readonly SessionSummary[],
  query: string,
  { by, isDescending }: Order,
): SessionSummary[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const value = VALUES[by];
  return sessions
    .filter((session) => {
      const text = [session.name, ...session.participants, dateText(session.madeAt)]
        .join(' ')
        .toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const order =
        typeof x === 'string' ? x.localeCompare(String(y), undefined, { numeric: true }) : x - Number(y);
      return isDescending ? -order : order;
    });
}
