/** A new run: from data to a start, and what it will cost here. */
import { some } from './amounts.ts';

export const wizard = {
  title: 'New run',
  progress: 'Steps to a run',
  steps: { data: 'Data', network: 'Network', plan: 'Time and start' },
  next: 'Next',
  previous: 'Back',
  dataTitle: 'What should it learn from?',
  dataLead: 'One or several. People that it is scored on are never among those it learns from.',
  chooseData: 'Choose data to go on.',
  tooFewPeople: {
    training:
      'Everything you chose is of one person, and a network is scored on somebody else: add data of other people, or choose it under Advanced, “Score on”.',
    evaluation:
      'Everything you chose is of one person, and each person is scored by what others have taught: add data of other people.',
  },
  notReady: 'What you chose is still being prepared. You can go on; the run waits for it.',
  networkTitle: 'Which network?',
  networkLead: 'Begin with the first one unless you want to compare.',
  kinds: { recognizer: 'Recognizers', synthesizer: 'Makers of faces and clips' },
  kind: 'Kind of network',
  countingNetworks: 'Asking which networks there are…',
  runsLive: 'Can be installed',
  runsLiveWhy: 'What it learns can name events in Live and in analyses.',
  scoresOnly: 'For comparison only',
  scoresOnlyWhy: 'It sees optical flow or names no action units, so Live cannot use it.',
  makes: 'Makes pictures',
  preset: 'Size',
  shape: (frames: number, size: number): string => `${frames} frames of ${size} × ${size}`,
  planTitle: 'How long, and what for?',
  purpose: 'Purpose',
  purposes: {
    training: {
      label: 'Train a recognizer',
      text: 'Some people are held out to choose the best epoch by. The result is a model.',
    },
    evaluation: {
      label: 'Find out how good it would be',
      text: 'Trains again and again, each time without some people, and scores it on those. The result is a table.',
    },
  },
  protocol: 'Protocol',
  protocols: {
    holdout: { label: 'Some people held out once', text: 'The quickest honest figure.' },
    loso: {
      label: 'Leave one person out (LOSO)',
      text: 'Once for each person. What papers report.',
    },
    cde: {
      label: 'Composite of several sets (CDE)',
      text: 'As MEGC 2018 and 2019: one person left out of all sets.',
    },
    cross: {
      label: 'Learn from some sets, test on another',
      text: 'How it does on a camera and people it has not seen.',
    },
    lovo: {
      label: 'Leave one clip out (LOVO)',
      text: 'The same people on both sides: figures come out too good. Only to compare with papers that did so.',
    },
  },
  scheme: 'Classes',
  plan: 'How long',
  plans: {
    try: { label: 'Try it', text: 'Does it run, does it learn at all?' },
    usual: { label: 'Usual', text: 'What works for most data.' },
    thorough: { label: 'Thorough', text: 'For a result to keep.' },
  },
  epochs: (number: number): string =>
    number === 1 ? '1 pass over the data' : `up to ${number} passes over the data`,
  name: 'Name',
  namePattern: (network: string, data: string): string => `${network} on ${data}`,
  advanced: 'Advanced',
  fields: {
    epochs: { label: 'Epochs', help: 'Passes over the data.' },
    batch: { label: 'Clips a step', help: 'More need more memory.' },
    learningRate: {
      label: 'Learning rate',
      help: 'Too high and it leaves its course; too low and it learns slowly.',
    },
    patience: { label: 'Patience', help: 'Epochs without a better score after which it ends. 0: never.' },
    seed: { label: 'Seed', help: 'The same seed gives the same run again.' },
    schedule: { label: 'Learning rate over time', help: '' },
    isBalanced: {
      label: 'Every class as often as another',
      help: 'Otherwise clips come as they are, and rare classes rarely.',
    },
    validation: { label: 'Score on', help: 'Other data than it learns from. None: people held out of it.' },
    from: {
      label: 'Begin with',
      help: 'What an earlier run of this network and size has learnt.',
      helpOfRecognizer:
        'What an earlier run of this network and size has learnt. As in the paper: first on generated clips, then, beginning with that run, on real ones.',
    },
    changes: {
      label: 'Single options',
      help: 'One a line, NAME=VALUE, as “onset train --set” takes them.',
    },
  },
  schedules: { cosine: 'Falls along a cosine', step: 'A tenth at each quarter', constant: 'Stays' },
  anew: 'Nothing: anew',
  beginnings: {
    ofBest: (name: string, epoch: number): string => `${name} (its best epoch, ${epoch})`,
    ofLast: (name: string): string => `${name} (its last step)`,
    hidden: (name: string): string =>
      `It was to begin with “${name}”, which is of another network or size: choose those, or it begins anew.`,
  },
  generated: {
    alone:
      'All of it was made by a generator, so the score that chooses the epoch says nothing of real clips. Begin a second run with this one, on real clips, as the paper does.',
    beside: 'Generated clips are learnt from. People are scored by their other clips alone.',
    tested: 'Generated clips are learnt from, and never tested.',
  },
  cannotEvaluate: {
    generated:
      'An evaluation tests people by clips that no generator made: add some, or train on these instead.',
    several: 'Leaving one person out is done in one set. Of several it is the composite (CDE).',
    one: 'This protocol wants two sets or more that no generator made. Of one it is leaving one person out (LOSO).',
    mixed: 'Data sets and clips that Onset made cannot be evaluated together: choose the ones or the others.',
  },
  heldOut: 'People held out',
  unreadableChange: (line: string): string => `“${line}” is not NAME=VALUE.`,
  start: 'Start',
  enqueue: 'Add to the queue',
  enqueueHelp: 'Another run is under way; this one begins after it.',
  starting: 'Beginning…',
};

export const estimate = {
  title: 'On this machine',
  nothing: 'How long it takes is measured here, with some real steps, once everything is chosen.',
  measuring: 'Running some real steps to measure how long they take…',
  again: 'Measure again',
  time: 'Time',
  memory: 'Memory',
  memoryOf: (need: string, free: string): string => `${need} of ${free} free`,
  tooMuch: 'More than is free: fewer clips a step would need less.',
  runsOn: 'Runs on',
  threads: (number: number): string => some(number, 'thread', 'threads'),
  step: 'A step',
  steps: (number: number): string => some(number, 'step', 'steps'),
  folds: (number: number): string => some(number, 'fold', 'folds'),
  learns: 'Learns from',
  scored: 'Scored on',
  busy: 'Another run was under way while this was measured; it may be quicker.',
};
