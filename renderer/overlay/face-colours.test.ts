import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FACE_COLOURS, faceColour, faceToken } from './face-colours.ts';

test('colours over pictures are those of the style sheet', () => {
  const tokens = readFileSync(new URL('../style/tokens.css', import.meta.url), 'utf8');
  const inStyles = [...tokens.matchAll(/--overlay-\d: (oklch\([^)]+\))/g)].map(([, colour]) => colour);
  expect(inStyles).toEqual(FACE_COLOURS);
});

test('track 1 has the first colour, on pictures and on surfaces; the ninth has it again', () => {
  expect(faceColour(1)).toBe(FACE_COLOURS[0]);
  expect(faceToken(1)).toBe('var(--track-1)');
  expect(faceToken(8)).toBe('var(--track-8)');
  expect(faceColour(9)).toBe(faceColour(1));
});
