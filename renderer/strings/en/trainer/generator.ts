/** The generator of a run: clips made with it, and its file. */
import { count, some } from './amounts.ts';

export const generator = {
  none: 'No generator yet',
  noneText: 'A generator is made when the run ends, or when you finish it now.',
  title: 'Generator',
  asksUnits: (units: string): string => `can be asked for action units ${units}`,
  asksClasses: (classes: string): string => `can be asked for ${classes}`,
  size: (px: number): string => `${count(px)} × ${count(px)} px`,
  last: 'Of its last step: no score says which epoch’s pictures are best. Look at them under “Made pictures” first.',
  export: 'Export…',
  exporting: 'The generator and its card are being written; they come to the jobs.',
  make: 'Make clips with it',
  makeLead:
    'Every person who may be learnt from shows every class as often as the others. The clips are data of their own and marked as made. They are learnt from, and never tested.',
  paper:
    'As in the paper: train a recognizer on these clips first, then begin a second run with that one, on real clips.',
  whose: 'Whose faces',
  noData: 'None of the data here can be used.',
  why: {
    unready: 'its clips are not ready',
    generated: 'made by a generator itself',
    size: (px: number): string => `the generator makes faces of ${count(px)} px`,
    unknown: 'it shows nothing that the generator was taught',
  },
  perClass: 'Clips of each class',
  perClassHelp: 'The paper makes 300 to 400 of each.',
  amounts: { few: 'A few, to look at', paper: 'As the paper' },
  seed: 'Seed',
  seedHelp: 'Another one draws other faces and movements.',
  mark: 'Visible mark',
  markHelp:
    'Stripes along the lower edge wherever a clip is shown. Networks see the clips without; every file says in any case that it is made.',
  name: 'Name',
  nameOf: (run: string, data: string): string => `${data}, made by ${run}`,
  rights: 'By what right may these faces be changed?',
  chooseRights: 'Say by what right before going on.',
  start: 'Make clips',
  cost: (clips: string, size: string): string => `${clips}, ${size}`,
  takes: (time: string): string => `about ${time} here`,
  made: 'Made with it',
  clips: (number: number): string => some(number, 'clip', 'clips'),
};
