/** Training one's own networks. */
import type { RUN_STATES } from '../../../contract/channels/trainer-runs.ts';
import { count, some } from './trainer/amounts.ts';
import { besideLive } from './trainer/beside-live.ts';
import { compare } from './trainer/compare.ts';
import { data, look } from './trainer/data.ts';
import { generator } from './trainer/generator.ts';
import { guide, home } from './trainer/home.ts';
import { models } from './trainer/models.ts';
import { charts, run } from './trainer/run.ts';
import { estimate, wizard } from './trainer/wizard.ts';

const states: Readonly<Record<(typeof RUN_STATES)[number], string>> = {
  waiting: 'Waiting',
  starting: 'Starting',
  running: 'Running',
  paused: 'Paused',
  stopping: 'Stopping',
  finishing: 'Finishing',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  done: 'Done',
  failed: 'Failed',
};

export const trainer = {
  title: 'Trainer',
  lead: 'Teach a network of your own, see what it learns, and use it. Everything stays on this machine.',
  sections: 'Parts of the trainer',
  pages: { runs: 'Runs', data: 'Data', models: 'Models' },
  newRun: 'New run',
  back: 'All runs',
  loading: 'Asking the engine…',
  states,
  stateSaid: (name: string, state: string): string => `${name}: ${state.toLowerCase()}`,
  clips: (number: number): string => some(number, 'clip', 'clips'),
  pictures: (number: number): string => some(number, 'picture', 'pictures'),
  faces: (number: number): string => some(number, 'face', 'faces'),
  people: (number: number): string => some(number, 'person', 'people'),
  longVideos: (number: number): string => some(number, 'long video', 'long videos'),
  parameters: (number: number): string =>
    number >= 1e6
      ? `${(number / 1e6).toFixed(number >= 1e7 ? 0 : 1)} M parameters`
      : `${count(number)} parameters`,

  charts,
  home,
  guide,
  data,
  look,
  wizard,
  estimate,
  run,
  compare,
  models,
  generator,
  besideLive,
};
