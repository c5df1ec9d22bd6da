/** Objective classes (Davison et al., "Objective classes for micro-facial expression recognition", 2018) by rule. */
import { auNumbers } from './coded-au.ts';
import type { CodedAu } from './sample.ts';

/** Sets of action units of classes I to VI; everything else is VII. */
const RULES: readonly (readonly string[])[] = [
  ['6', '12', '6+12', '6+7+12', '7+12'],
  ['1+2', '5', '25', '1+2+25', '25+26', '5+24'],
  ['23', '4', '4+7', '4+5', '4+5+7', '17+24', '4+6+7', '4+38'],
  ['10', '9', '4+9', '4+40', '4+5+40', '4+7+9', '4+9+17', '4+7+10', '4+5+7+9', '7+10'],
  ['1', '15', '1+4', '6+15', '15+17'],
  ['1+2+4', '20'],
];

/** CASME II's own class file has this one in IV as well as those with 10 for 40. */
const WITH_10 = ['4+10', '4+5+10', '4+9+10'];

/**
 * Class 1 to 7 of a set of action units, whatever their sides and intensities. The printed list has 40 in two sets of
 * class IV where CASME II's class file has 10; `treat40As10` reads it so. Prefer the class a set gives itself: its
 * annotators left out what was secondary.
 */
export function objectiveClassOf(aus: readonly CodedAu[], treat40As10 = true): number {
  const key = auNumbers(aus).join('+');
  if (treat40As10 && WITH_10.includes(key)) return 4;
  const rule = RULES.findIndex((sets) => sets.includes(key));
  return rule < 0 ? 7 : rule + 1;
}
