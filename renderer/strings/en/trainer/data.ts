/** What networks learn from: looked into, prepared, kept. */
import type { TrainerData } from '../../../../contract/channels/trainer-data.ts';
import { count, some } from './amounts.ts';

const states: Readonly<Record<TrainerData['state'], string>> = {
  waiting: 'Waiting',
  preparing: 'Being prepared',
  ready: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
  gone: 'Not there any more',
};

export const data = {
  title: 'Data',
  lead: 'What networks can learn from. Clips are made once and used by every run.',
  states,
  none: 'No data yet',
  noneText: 'Choose a folder of faces, a licensed set or your own clips when you begin a run, or here.',
  add: 'Add data',
  kinds: { clips: 'Clips', faces: 'Drawn over faces', set: 'Data set' },
  synthetic: 'Drawn, not filmed',
  cancel: 'Cancel',
  cancelOf: (name: string): string => `Cancel preparing ${name}`,
  remove: 'Delete…',
  removeTitle: 'Delete prepared clips',
  removeText: (name: string, size: string): string =>
    `The clips that Onset made of “${name}” are deleted (${size}). What they were made of stays where it is.`,
  removeConfirm: 'Delete clips',
  rights: 'Rights',
  look: 'Look at clips',
  hide: 'Hide clips',
  parts: {
    train: 'to learn from',
    validation: 'to choose the best by',
    test: 'kept for a last test',
    all: 'all',
  },
  part: 'Part',
  aClass: 'Class',
  allClasses: 'All classes',
  more: 'More clips',
  left: (time: string): string => `${time} left`,
  warnings: (number: number): string => some(number, 'note', 'notes'),
  progress: (name: string): string => `Preparing ${name}`,
  licensed: 'Licensed sets, and how to get them',
  licensedLead:
    'Onset ships no picture of these sets and fetches none. You apply to their holders, who decide; then you unpack what they send and choose the folder here.',
  terms: 'Terms',
  steps: 'What to do',
  layout: 'The folder to choose looks like this',
  holder: (name: string): string => `Held by ${name}`,
  page: 'Page of the holder (copy it into your browser)',
};

export const look = {
  title: 'Add data',
  path: 'Folder',
  pathHelp:
    'Of portraits, of a data set as it was unpacked, or of your own clips with their table of labels.',
  choose: 'Choose a folder…',
  look: 'Look inside',
  looking: 'Looking inside. Nothing is changed there.',
  drop: 'or drop pictures or videos here',
  sending: (sent: number, of: number): string => `Handing over file ${count(sent)} of ${count(of)}`,
  as: 'Read as',
  auto: 'Find out by itself',
  found: 'What was found',
  nothing: 'Nothing to learn from was found',
  coding: (file: string): string => `labels from ${file}`,
  fps: (from: string, to: string): string =>
    from === to ? `${from} frames a second` : `${from} to ${to} frames a second`,
  classes: 'Classes',
  aus: 'Action units',
  parts: 'Parts',
  samples: 'Samples',
  agrees: 'The counts agree with those published.',
  differs: 'Different from what is published or expected',
  differKinds: {
    count: 'Count',
    missing: 'Missing',
    unlabelled: 'No label',
    repaired: 'Repaired',
    'left-out': 'Left out',
  },
  moreDiffer: (number: number): string => `and ${count(number)} more`,
  withoutConsent: 'No agreement to synthesis',
  withoutConsentText: (names: string): string =>
    `People in these sessions did not agree that movements are drawn over their faces; they are left out: ${names}.`,
  onePerson:
    'One person only: a network is scored on somebody else. Choose other data under “Score on” later, or a folder with two people or more.',
  fewFaces: (number: number): string =>
    `${count(number)} faces: enough to try. Some are held out to score on, and a score of so few says little; begin with forty or more for a result to keep.`,
  prepare: 'Prepare',
  prepareTitle: 'Make clips of it',
  use: 'Use this data',
  preparing: 'Preparing takes',
  preparingTime: (time: string): string => `about ${time} here`,
  name: 'Name of this data',
  howMany: 'Clips to draw',
  howManyHelp:
    'More clips teach more and take longer. A tenth as many again are drawn for choosing the best epoch, and for a last test.',
  amounts: { few: 'A few, to try', some: 'Some', many: 'Many' },
  rights: 'By what right may these faces be changed?',
  rightsHelp: 'Stands in every file that is made of them.',
  rightNames: {
    'public-domain': 'They are in the public domain',
    licence: 'Their licence allows it',
    consent: 'The people agreed to it',
    'own-face': 'It is my own face',
  },
  scheme: 'Classes to learn',
  schemes: {
    three: 'Three: negative, positive, surprise',
    four: 'Four: with others',
    five: 'Five, as this set’s tables have them',
    all: 'All that are coded',
    objective: 'Objective classes, by action units',
  },
  chooseRights: 'Say by what right before going on.',
  close: 'Choose something else',
};
