import { expect, test } from 'vitest';
import { whyUnfit, whyUnreadable } from './unfit.ts';

test.each([
  ['clip.mp4', 'video/mp4'],
  ['CLIP.MKV', ''],
  ['stream.ts', 'text/vnd.trolltech.linguist'],
  ['phone.3gp', 'audio/3gpp'],
  ['interview.onset', 'application/octet-stream'],
  ['from a camera', ''],
])('%s (%s) may be a recording', (name, type) => {
  expect(whyUnfit({ name, type })).toBeNull();
});

test.each([
  ['notes.txt', 'text/plain'],
  ['holiday.jpg', 'image/jpeg'],
  ['song.mp3', 'audio/mpeg'],
  ['paper.pdf', 'application/pdf'],
])('%s (%s) is none, and that is said in a line with what to do', (name, type) => {
  const problem = whyUnfit({ name, type });
  expect(problem?.message).toContain(name);
  expect(problem?.remedy).not.toBe('');
});

test('a file without a byte and one that cannot be read are told apart from one that can', async () => {
  expect(await whyUnreadable(new File(['x'], 'a.mp4'))).toBeNull();
  expect(await whyUnreadable(new File([], 'b.mp4'))).toMatchObject({ code: 'input-empty' });
  const folder = new File(['x'], 'folder');
  folder.slice = () => {
    throw new DOMException('A requested file or directory could not be found', 'NotFoundError');
  };
  expect(await whyUnreadable(folder)).toMatchObject({ code: 'input-unreadable' });
});
