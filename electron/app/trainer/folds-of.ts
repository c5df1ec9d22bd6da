import type { DataContent, TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';
import { dividesPeople } from './evaluation-call.ts';

/** How often an order's network is trained; at least once. */
export function foldsOf(order: RunOrder, find: (data: string) => TrainerData): number {
  if (order.kind === 'training') return 1;
  // Clips of a generator are never tested, so they make no fold.
  const tested = order.data.map(find).filter(({ content }) => content?.isGenerated !== true);
  const sum = (of: 'subjects' | 'clips'): number => {
    const counts = tested.map(({ content }) => {
      const part: Pick<DataContent, typeof of> | null | undefined = dividesPeople(order)
        ? content
        : (content?.parts[0] ?? content);
      return part?.[of] ?? 0;
    });
    return Math.max(
      1,
      counts.reduce((all, count) => all + count, 0),
    );
  };
  switch (order.protocol) {
    case 'loso':
    case 'cde':
      return sum('subjects');
    case 'lovo':
      return sum('clips');
    case 'cross':
      return Math.max(1, tested.length);
    case 'holdout':
      return 1;
    default:
      return order.protocol satisfies never;
  }
}
