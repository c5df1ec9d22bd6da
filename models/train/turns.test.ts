import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { turn, turnsJob, turnsOptions } from '../../test/helpers/small-turns.ts';
import {
  failureOf,
  folder,
  freshRunFolders,
  run,
  stepsOf,
  stopAfter,
} from '../../test/helpers/training-run.ts';
import { RunFolder } from './index.ts';
import { StepRunner } from './step-runner.ts';
import { stateOf, turnsOf } from './turns.ts';

const root = freshRunFolders('turns');
const job = turnsJob();
const options = turnsOptions();

describe('programs that take turns', () => {
  it('are one state, each tensor as the program has it that moves it', () => {
    const state = stateOf(turnsOf(job));
    expect(state.map(({ name, next }) => `${name} ${String(next)}`).sort()).toEqual([
      'critic critic.next',
      'critic.correction1 critic.correction1.next',
      'critic.correction2 critic.correction2.next',
      'critic.moment1 critic.moment1.next',
      'critic.moment2 critic.moment2.next',
      'player player.next',
      'player.correction1 player.correction1.next',
      'player.correction2 player.correction2.next',
      'player.moment1 player.moment1.next',
      'player.moment2 player.moment2.next',
    ]);
    const { step } = job;
    const wider = step.state.map((tensor) => ({ ...tensor, shape: [...tensor.shape, 1] }));
    expect(() => stateOf([step, { ...step, state: wider }])).toThrow('different tensors "critic"');
  });

  it('move what is theirs and see what the others have moved', async () => {
    await using runner = await StepRunner.open(turnsOf(job), 1);
    const values = (name: string): number[] => [...(runner.state.get(name)!.values as Float32Array)];
    const batch = { x: new Float32Array(12).fill(1) };
    const noise = { u: new Float32Array(12) };
    const before = { critic: values('critic'), player: values('player') };
    await runner.run(batch, { learningRate: 0.25 }, noise, 0);
    expect(values('player')).toEqual(before.player);
    // Adam's first step is the rate, upwards or downwards
    for (const [at, value] of values('critic').entries())
      expect(Math.abs(value - before.critic[at]!)).toBeCloseTo(0.25, 5);
    const critic = values('critic');
    const { losses } = await runner.run(batch, { learningRate: 0.25 }, noise, 2);
    expect(values('critic')).toEqual(critic);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, v) => total + v, 0);
    expect(losses['game']).toBeCloseTo(sum(before.player) * sum(critic) - 0.5 * sum(critic) ** 2, 4);
    for (const [at, value] of values('player').entries())
      expect(Math.abs(value - before.player[at]!)).toBeCloseTo(0.25, 5);
  });

  it('are told of as those whose turn it was, and an epoch’s means are over those turns', async () => {
    const { events } = await run({ job, options });
    const steps = stepsOf(events);
    expect(steps.map(({ losses }) => Object.keys(losses).join()).slice(0, 6)).toEqual([
      'climb',
      'climb',
      'loss,game',
      'climb',
      'climb',
      'loss,game',
    ]);
    const { history } = folder.readRecord();
    const first = steps.slice(0, 4).map(({ losses }) => losses);
    expect(history[0]!.losses['climb']).toBeCloseTo(
      (first[0]!['climb']! + first[1]!['climb']! + first[3]!['climb']!) / 3,
      10,
    );
    expect(history[0]!.losses['loss']).toBe(first[2]!['loss']);
  });

  // 7 is within an epoch and within a round of turns, 8 between epochs
  it.each([7, 8, 9])('have the curve they would have had when resumed at step %i', async (step) => {
    const straight = new RunFolder(join(root, `straight ${String(step)}`));
    const whole = await run({ job, options, to: straight });
    const first = await run({ job, options }, stopAfter(step));
    const second = await run({ job: turnsJob(), options, isResumed: true });
    expect(second.events[0]).toMatchObject({ event: 'started', resumedAt: step });
    const losses = [first, second].flatMap(({ events }) => stepsOf(events).map((event) => event.losses));
    expect(losses).toEqual(stepsOf(whole.events).map((event) => event.losses));
    const [one, two] = [straight, folder].map((at) => at.readRecord());
    expect(two!.history).toEqual(one!.history);
    expect(two!.state.sha256).toBe(one!.state.sha256);
  });

  it('pause between any two turns and go on to the same numbers', async () => {
    const whole = await run({ job, options, to: new RunFolder(join(root, 'unpaused')) });
    const paused = await run({ job, options }, (event, control) => {
      if (event.event === 'step' && event.step === 5) control.tell('pause');
      if (event.event === 'paused') setTimeout(() => control.tell('resume'), 20);
    });
    expect(paused.events.some(({ event }) => event === 'paused')).toBe(true);
    expect(stepsOf(paused.events).map(({ losses }) => losses)).toEqual(
      stepsOf(whole.events).map(({ losses }) => losses),
    );
  });

  it('diverge one by one: a limit is that program’s', async () => {
    const limited = turnsJob({ then: [job.step, turn('player', 1e-6)] });
    const error = await failureOf(run({ job: limited, options: turnsOptions({ epochs: 20 }) }));
    expect(error).toMatchObject({ code: 'training-diverged' });
    // Ten of the player's turns, each after two of the critic's.
    expect(error.message).toMatch(/at step 30 \(the loss grew/);
    const critic = turn('critic', 1e-6);
    const other = turnsJob({ step: critic, then: [critic, turn('player')] });
    const named = await failureOf(
      run({ job: other, options: turnsOptions({ epochs: 20 }), to: new RunFolder(join(root, 'critic')) }),
    );
    expect(named.message).toMatch(/at step 14 \(the loss "climb" grew/);
  });

  it('leave pictures of what they make, at the epochs asked for and at the last', async () => {
    const seen: string[] = [];
    const draw = (tensors: ReadonlyMap<string, unknown>): Promise<Uint8Array> => {
      seen.push([...tensors.keys()].join());
      return Promise.resolve(Uint8Array.of(seen.length));
    };
    const { events } = await run({ job: turnsJob({ picture: { everyEpochs: 2, draw } }), options });
    const saved = events.flatMap((event) =>
      event.event === 'saved' && event.what === 'picture' ? [event.path] : [],
    );
    expect(saved).toEqual(
      [2, 4, 5].map((epoch) => join(folder.path, `pictures/epoch-000${String(epoch)}.png`)),
    );
    expect(saved.map((path) => [...readFileSync(path)])).toEqual([[1], [2], [3]]);
    expect(seen[0]).toContain('player');
    expect(existsSync(join(folder.path, 'run.json'))).toBe(true);
  });
});
