import { expect, it } from 'vitest';
import { allowsRecording, allowsSynthesis } from './consent-scope.ts';

it('reads what a scope allows out of its sentence', () => {
  expect(allowsRecording('Live analysis and its measurements; no video is kept')).toBe(false);
  expect(allowsRecording('Live analysis and recording, seen only by those in charge here')).toBe(true);
  expect(allowsSynthesis('Analysis, and synthesis of expressions on my face')).toBe(true);
  expect(allowsSynthesis('Analysis on this machine')).toBe(false);
});
