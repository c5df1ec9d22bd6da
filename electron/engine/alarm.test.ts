import { expect, test } from 'vitest';
import { Alarm } from './alarm.ts';

const FOREVER_MS = 2 ** 30;

test('a sleep ends when it is roused', async () => {
  const alarm = new Alarm();
  const sleep = alarm.sleep(FOREVER_MS);
  alarm.rouse();
  await expect(sleep).resolves.toBeUndefined();
});

test('what roused before the sleep began is not missed', async () => {
  const alarm = new Alarm();
  alarm.rouse();
  await expect(alarm.sleep(FOREVER_MS)).resolves.toBeUndefined();
});

test('after a reset it sleeps again, for as long as it may', async () => {
  const alarm = new Alarm();
  alarm.rouse();
  alarm.reset();
  const fromMs = performance.now();
  await alarm.sleep(30);
  expect(performance.now() - fromMs).toBeGreaterThan(20);
});
