import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RunOrder } from '../../../contract/channels/trainer-runs.ts';

/** How often an order's network is trained; at least once. */
export function foldsOf(order: RunOrder, find: (data: string) => TrainerData): number {
  if (order.kind === 'training') return 1;
  const contents = order.data.map((id) => find(id).content);
  const sum = (of: 'subjects' | 'clips'): number =>
    Math.max(
      1,
      contents.reduce((all, content) => all + (content?.[of] ?? 0), 0),
    );
  switch (order.protocol) {
    case 'loso':
    case 'cde':
      return sum('subjects');
    case 'lovo':
      return sum('clips');
    case 'cross':
      return order.data.length;
    case 'holdout':
      return 1;
    default:
      return order.protocol satisfies never;
  }
}
