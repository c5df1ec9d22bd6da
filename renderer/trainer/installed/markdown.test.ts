import { expect, test } from 'vitest';
import { blocksOf } from './markdown.ts';

test('a card is read as headings, paragraphs, lists and tables', () => {
  const text = [
    '# stst-net',
    'Made by **[Onset](../docs)**,',
    'on made clips.',
    '## Limits',
    '',
    '- one',
    '- two, over',
    '  two lines',
    '',
    '| score | value |',
    '| --- | ---: |',
    '| `uf1` | 0.4 |',
  ].join('\n');
  expect(blocksOf(text)).toEqual([
    { kind: 'heading', level: 1, text: 'stst-net' },
    { kind: 'paragraph', text: 'Made by Onset, on made clips.' },
    { kind: 'heading', level: 2, text: 'Limits' },
    { kind: 'list', items: ['one', 'two, over two lines'] },
    { kind: 'table', head: ['score', 'value'], rows: [['uf1', '0.4']] },
  ]);
});

test('an empty card has no blocks', () => {
  expect(blocksOf('\n\n')).toEqual([]);
});
