/** The texts of the interface in the language in use. Another language is another file of the same type. */
import { en } from './en.ts';

/** What a language has to say: the same keys, with functions where a text has numbers in it. */
export type Strings = typeof en;

export const t: Strings = en;
