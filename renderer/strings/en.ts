/** Every English text of the interface, by view. */
import type { Caution } from '../../contract/spot.ts';
import { home } from './en/home.ts';
import { live } from './en/live.ts';
import { review } from './en/review.ts';
import { shell } from './en/shell.ts';
import { trainer } from './en/trainer.ts';

const cautions: Readonly<Record<Caution, string>> = {
  blink: 'blink',
  gaze: 'gaze',
  'head-movement': 'head movement',
  'longer-movement': 'longer movement',
  speech: 'speech',
  'low-frame-rate': 'low frame rate',
  'face-too-small': 'small face',
  'border-of-track': 'edge of track',
};

export const en = {
  ...shell,
  home,
  live,
  review,
  trainer,
  cautions,

  product: 'Onset',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  again: 'Try again',
  more: 'More',
  messages: 'Messages',
  left: 'left',
  right: 'right',
  both: 'both sides',
};
