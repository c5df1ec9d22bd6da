/** Runs beside each other. */
import { some } from './amounts.ts';

export const compare = {
  title: 'Compare runs',
  runs: 'Runs',
  add: 'Add a run',
  without: (name: string): string => `Leave ${name} out`,
  scores: 'Best scores',
  differences: 'What they were told differently',
  same: 'They were told the same.',
  option: 'Option',
  curves: 'Curves',
  one: 'One run is no comparison',
  oneText: 'Add another one above.',
  paired: 'On the same clips',
  pairedText: (clips: number): string =>
    `Both were scored on ${some(clips, 'clip', 'clips')} of people neither has learnt from.`,
  pairedNone: 'They were not scored on the same clips, so their scores cannot be held against each other.',
  difference: 'The second less the first',
  chance: (p: string): string => `chance alone: p = ${p}, exchanging whole people`,
  onlyFirst: (name: string): string => `Only ${name} right`,
  p: 'McNemar, exact p',
  pHelp:
    'How often so uneven a split would come about if both were equally good. Clips of one person resemble each other, so it is too sure of itself; go by the one that exchanges whole people.',
  pairs: 'Which two',
};
