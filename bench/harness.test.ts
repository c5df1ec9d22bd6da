import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { formatTable, median, record, time } from './harness.ts';

const row = {
  what: 'sum',
  ours: 1.23456,
  peer: 10,
  peerName: 'a loop',
  unit: 'ms',
  ratio: 0.123456,
  samples: 5,
};

test('the median of odd and even counts, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow('median of nothing');
});

test('time waits for promises and leaves the first call out', async () => {
  const waits = [60, 5, 5, 5];
  const ms = await time(() => new Promise((resolve) => setTimeout(resolve, waits.shift())), 3);
  expect(waits).toEqual([]);
  expect(ms).toBeGreaterThan(3);
  expect(ms).toBeLessThan(50);
});

test('record writes rows and machine, without host name or path', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onset bench '));
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    record('try-1', [row], 'a note', folder);
    const text = readFileSync(join(folder, 'try-1.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ bench: 'try-1', rows: [row], note: 'a note' });
    expect(text).not.toContain(`"${hostname()}"`);
    expect(text).not.toContain(process.cwd());
    expect(print.mock.calls.flat().join('\n')).toContain('0.123');
  } finally {
    print.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

test('a bench that measured nothing is refused', () => {
  expect(() => record('empty', [])).toThrow('recorded nothing');
});

test('columns line up', () => {
  const lines = formatTable([row, { ...row, what: 'a longer name' }]).split('\n');
  expect(
    new Set(lines.map((line) => line.indexOf(line.includes('peer is') ? 'peer is' : 'a loop'))).size,
  ).toBe(1);
});
