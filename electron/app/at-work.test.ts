import { expect, test } from 'vitest';
import type { EventPayload } from '../../contract/channels/index.ts';
import { AtWork } from './at-work.ts';

const live = (state: string) => ({ state }) as EventPayload<'live.state'>;
const job = (id: string, state: string) => ({ id, state }) as EventPayload<'jobs.changed'>;

test('it is at work from the first thing that runs to the last, and says so once each', () => {
  const told: boolean[] = [];
  const atWork = new AtWork((isAtWork) => told.push(isAtWork));
  atWork.heard('jobs.changed', job('a', 'waiting'));
  expect(told).toEqual([]);
  atWork.heard('jobs.changed', job('a', 'running'));
  atWork.heard('live.state', live('opening'));
  atWork.heard('jobs.changed', job('a', 'failed'));
  expect(told).toEqual([true]);
  atWork.heard('live.state', live('running'));
  atWork.heard('live.state', live('lost'));
  expect(told).toEqual([true, false]);
  atWork.heard('trainer.runsChanged', [{ state: 'running' }] as EventPayload<'trainer.runsChanged'>);
  atWork.heard('trainer.runsChanged', [{ state: 'done' }] as EventPayload<'trainer.runsChanged'>);
  atWork.heard('trainer.dataChanged', [{ state: 'preparing' }] as EventPayload<'trainer.dataChanged'>);
  expect(told).toEqual([true, false, true, false, true]);
});
