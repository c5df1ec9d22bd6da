/** A Trainer in a temporary data folder, with its real processes; every message is checked against the contract. */
import { join } from 'node:path';
import * as v from 'valibot';
import {
  EVENTS,
  REQUESTS,
  type EventName,
  type RequestName,
  type Takes,
} from '../../contract/channels/index.ts';
import type { Run, RunOrder } from '../../contract/channels/trainer-runs.ts';
import { makeDataFolder } from '../../electron/app/data-folder.ts';
import { JobQueue } from '../../electron/app/jobs.ts';
import { SessionLibrary } from '../../electron/app/library.ts';
import { Trainer } from '../../electron/app/trainer/index.ts';
import { splitOf } from '../../models/data/clips/index.ts';
import { SMALL, writeWindows } from './made-windows.ts';

type TrainerRequest = Extract<RequestName, `trainer.${string}`>;

/** What an engine gives, as a page gets it. */
type Told<Name extends TrainerRequest> = v.InferOutput<(typeof REQUESTS)[Name]['gives']>;

export interface ToldEvent {
  readonly name: EventName;
  readonly payload: unknown;
}

export class TrainerApp implements AsyncDisposable {
  readonly dataDir: string;
  readonly told: ToldEvent[] = [];
  readonly logged: string[] = [];
  readonly trainer: Trainer;
  readonly jobs: JobQueue;
  readonly library: SessionLibrary;

  constructor(dataDir: string) {
    this.dataDir = makeDataFolder(dataDir);
    const emit = (name: EventName, payload: unknown): void => {
      this.told.push({ name, payload: v.parse(EVENTS[name], payload) });
    };
    const log = (line: string): void => void this.logged.push(line);
    this.jobs = new JobQueue((job) => emit('jobs.changed', job), log);
    this.library = new SessionLibrary({ dataDir, retentionDays: () => null, tell: () => undefined, log });
    // Tests run beside others on busy machines: a run that gave way to them would not end.
    const priorities = { usual: 0, yielding: 0 };
    const context = { dataDir, emit, library: this.library, jobs: this.jobs };
    this.trainer = new Trainer(context, log, { priorities });
  }

  async ask<Name extends TrainerRequest>(name: Name, takes: Takes<Name>): Promise<Told<Name>> {
    const checked = v.parse(REQUESTS[name].takes, takes);
    const handler = this.trainer.handlers[name] as (takes: unknown) => Promise<unknown>;
    return v.parse(REQUESTS[name].gives, await handler(checked));
  }

  async run(id: string): Promise<Run> {
    return (await this.ask('trainer.runs', {})).find((run) => run.id === id)!;
  }

  /** Waits for a run to be in one of these states. */
  async until(id: string, ...states: readonly Run['state'][]): Promise<Run> {
    return await this.waitFor(async () => {
      const run = await this.run(id);
      if (run.state === 'failed' && !states.includes('failed'))
        throw new Error(`the run failed: ${JSON.stringify(run.problem)}`);
      return states.includes(run.state) ? run : null;
    });
  }

  async waitFor<Found>(find: () => Promise<Found | null> | Found | null, withinMs = 280_000): Promise<Found> {
    const untilMs = performance.now() + withinMs;
    for (;;) {
      const found = await find();
      if (found !== null) return found;
      if (performance.now() > untilMs) throw new Error('waited for too long');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.trainer[Symbol.asyncDispose]();
    await this.jobs.close();
  }
}

/** Few people, so that an epoch is some steps: ten to learn from, four to score. */
const MANY = Array.from({ length: 100 }, (_, i) => `${i}.jpg`);
const PEOPLE = [
  ...MANY.filter((name) => splitOf(name) === 'train').slice(0, 10),
  ...MANY.filter((name) => splitOf(name) === 'validation').slice(0, 4),
];

export function writeSmallWindows(root: string, name = 'windows', seed = 1): string {
  const folder = join(root, name);
  writeWindows(folder, 4 * PEOPLE.length, PEOPLE, { seed });
  return folder;
}

/** A clip store as data of the Trainer, as it is. */
export async function takeClips(app: TrainerApp, path: string, name: string): Promise<string> {
  const { data } = await app.ask('trainer.prepare', {
    source: { kind: 'path', path },
    set: 'auto',
    name,
    preparation: { count: null, rights: null, seed: 1, scheme: null },
  });
  return data;
}

export const smallOrder = (
  data: string,
  more: Partial<Extract<RunOrder, { kind: 'training' }>> = {},
): RunOrder => ({
  kind: 'training',
  name: 'A small run',
  network: 'au-gacn',
  preset: 'light',
  data: [data],
  validation: [],
  from: null,
  epochs: 2,
  batch: 8,
  learningRate: 0.005,
  schedule: 'cosine',
  seed: 1,
  isBalanced: true,
  patience: 0,
  changes: { sizePx: SMALL.sizePx },
  ...more,
});
