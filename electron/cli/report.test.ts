import { expect, test } from 'vitest';
import type { Progress } from './analyze-events.ts';
import { createReport, formatProgress } from './report.ts';

const progress: Progress = {
  event: 'progress',
  input: 'in/clip.mp4',
  frames: 142,
  total_frames: 472,
  media_s: 5,
  realtime_factor: 2.13,
  left_s: 7.2,
};

test('progress says frames, pace and time left', () => {
  expect(formatProgress('in/clip.mp4', progress)).toBe(
    'clip.mp4 [######··············] 30 %  142 / 472 frames  2.1 × real time  0:08 left',
  );
  expect(formatProgress('clip.mp4', { ...progress, left_s: 3 * 3600 + 62 })).toContain('3:01:02 left');
});

test('before the first frame there is a bar, and no pace yet', () => {
  const opened = { ...progress, frames: 0, media_s: 0, realtime_factor: 0, left_s: null };
  expect(formatProgress('clip.mp4', opened)).toBe('clip.mp4 [····················] 0 %  0 / 472 frames');
});

test('without a known length there is no bar, and more frames than announced are not over 100 %', () => {
  expect(formatProgress('clip.mp4', { ...progress, total_frames: null, left_s: null })).toBe(
    'clip.mp4  142 frames  2.1 × real time',
  );
  expect(formatProgress('clip.mp4', { ...progress, total_frames: 100 })).toContain('] 100 %');
});

test('the line never reaches the edge of the terminal, where it would wrap', () => {
  let drawn = '';
  const terminal = {
    out: () => undefined,
    err: (text: string) => void (drawn += text),
    columns: 30,
    now: () => 0,
  };
  using report = createReport(false, 1, terminal);
  report.tell(progress);
  // eslint-disable-next-line no-control-regex -- the bar is drawn with them
  const line = drawn.replaceAll(/\r|\x1b\[K/g, '');
  expect(line).toHaveLength(29);
  expect(line.endsWith('…')).toBe(true);
});
