// Generated from docs/errors.md by scripts/generate-errors.mjs. Do not edit.

export const ERRORS = {
  'input-not-found': {
    exit: 3,
    sentence: 'There is no file or folder at {path}.',
    remedy: 'Check the spelling, or put quotes around a path with spaces.',
  },
  'input-unreadable': {
    exit: 3,
    sentence: '{path} cannot be read: {reason}.',
    remedy: 'Check that the file is yours to read and that no other program holds it.',
  },
  'output-unwritable': {
    exit: 1,
    sentence: 'Nothing can be written to {path}: {reason}.',
    remedy: 'Choose another folder with --out, or make room on the disk.',
  },
  'usage': {
    exit: 2,
    sentence: '{problem}.',
    remedy: '{hint}',
  },
} as const;

/** The facts each error's sentence and remedy need. */
export interface ErrorFacts {
  'input-not-found': { path: string | number };
  'input-unreadable': { path: string | number; reason: string | number };
  'output-unwritable': { path: string | number; reason: string | number };
  'usage': { problem: string | number; hint: string | number };
}
