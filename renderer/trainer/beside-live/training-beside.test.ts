import { expect, test } from 'vitest';
import { t } from '../../strings/index.ts';
import { MadeConversation } from '../testing/made-conversation.ts';
import { madeRun } from '../testing/made-run.ts';
import { TrainingBeside } from './training-beside.svelte.ts';

test('the run that takes part of the machine is known, at first and whenever that changes', async () => {
  const engine = new MadeConversation({
    'trainer.runs': () => [madeRun({ id: 'waitaaaa', state: 'waiting' }), madeRun({ pace: 'yielding' })],
  });
  const beside = new TrainingBeside(engine);
  beside.attach();
  await expect.poll(() => beside.run?.id).toBe('madeaaaa');
  expect(t.trainer.besideLive[beside.run!.pace](beside.run!.name)).toContain('“First try”');
  engine.tell('trainer.runsChanged', [madeRun({ state: 'paused', pace: 'held' })]);
  expect(beside.run?.pace).toBe('held');
  engine.tell('trainer.runsChanged', [madeRun({ state: 'paused', pace: 'yielding' })]);
  expect(beside.run).toBeNull();
  engine.tell('trainer.runsChanged', [madeRun({ state: 'done' })]);
  expect(beside.run).toBeNull();
});

test('an answer that was overtaken by news is not taken', async () => {
  const runs = Promise.withResolvers<unknown>();
  const beside = new TrainingBeside(new MadeConversation({ 'trainer.runs': () => runs.promise }));
  const engine = new MadeConversation({ 'trainer.runs': () => runs.promise });
  const late = new TrainingBeside(engine);
  late.attach();
  beside.attach();
  engine.tell('trainer.runsChanged', []);
  runs.resolve([madeRun()]);
  await expect.poll(() => beside.run?.id).toBe('madeaaaa');
  expect(late.run).toBeNull();
});
