import { expect, test } from 'vitest';
import { RUN_STATES } from '../../../contract/channels/trainer-runs.ts';
import { madeRun } from '../testing/made-run.ts';
import { controlsOf } from './run-commands.ts';

test('what runs can be paused, what is paused resumed, and either stopped', () => {
  expect(controlsOf(madeRun({ state: 'running' }))).toEqual(['pause', 'finish', 'stop']);
  expect(controlsOf(madeRun({ state: 'paused' }))).toEqual(['resume', 'finish', 'stop']);
});

test('what broke off goes on only where something was saved', () => {
  for (const state of ['stopped', 'interrupted', 'failed'] as const) {
    expect(controlsOf(madeRun({ state, isResumable: true }))).toEqual(['go-on']);
    expect(controlsOf(madeRun({ state, isResumable: false }))).toEqual([]);
  }
});

test('nothing can be told twice: what stops or finishes has no buttons', () => {
  const silent = RUN_STATES.filter((state) => controlsOf(madeRun({ state, isResumable: true })).length === 0);
  expect(silent).toEqual(['stopping', 'finishing', 'done']);
});
