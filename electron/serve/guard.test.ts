import { expect, test } from 'vitest';
import { Guard } from './guard.ts';
import { inAddress, isLoopback, ownNames } from './own-names.ts';

let now = 1_700_000_000_000;
const guard = (host = '127.0.0.1'): Guard =>
  new Guard(
    ownNames(host),
    () => 4736,
    () => now,
  );
const problem = (headers: Record<string, string>, host?: string): string | null =>
  guard(host).problemWith({ headers });

test.each(['127.0.0.1:4736', 'localhost:4736', 'LOCALHOST:4736', '[::1]:4736'])('%s is us', (host) => {
  expect(problem({ host })).toBeNull();
  expect(problem({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBeNull();
});

test.each([
  'evil.example:4736', // leads here by its own name server
  'evil.example',
  '127.0.0.1',
  '127.0.0.1:80',
  '127.0.0.1:4737',
  '127.0.0.1.evil.example:4736',
  'localhost.evil.example:4736',
  'evil.example:4736@localhost:4736',
  '::1:4736',
  '192.168.1.7:4736',
  '',
])('the host "%s" is refused', (host) => {
  expect(problem({ host })).toBe('it is meant for another host');
});

test('no host at all is refused', () => {
  expect(problem({})).toBe('it is meant for another host');
});

test.each([
  'http://evil.example',
  'http://127.0.0.1:4737',
  'http://127.0.0.1',
  'https://127.0.0.1:4736',
  'http://localhost:4736', // ours by another name is another origin to a browser
  'file://',
  'null',
  '',
])('the origin "%s" is refused', (origin) => {
  expect(problem({ host: '127.0.0.1:4736', origin })).toBe('it comes from a page of another origin');
});

test('what a page of another site loads without an origin is refused', () => {
  expect(problem({ host: '127.0.0.1:4736', 'sec-fetch-site': 'cross-site' })).not.toBeNull();
  // A link that a person clicks, and an address that is typed.
  expect(problem({ host: '127.0.0.1:4736', 'sec-fetch-site': 'none' })).toBeNull();
});

test('served on every address, the machine answers to its own names and to no other', () => {
  expect(problem({ host: '127.0.0.1:4736' }, '0.0.0.0')).toBeNull();
  expect(problem({ host: 'evil.example:4736' }, '0.0.0.0')).not.toBeNull();
  expect(problem({ host: '192.0.2.7:4736' }, '192.0.2.7')).toBeNull();
});

test('the token is as long as a key, new for each start, and nothing else is it', () => {
  const ours = guard();
  expect(ours.token).toMatch(/^[\w-]{43}$/);
  expect(guard().token).not.toBe(ours.token);
  expect(ours.isToken(ours.token)).toBe(true);
  for (const given of [
    '',
    ours.token.slice(0, -1),
    `${ours.token} `,
    ours.token.toLowerCase(),
    'é'.repeat(43),
  ])
    expect(ours.isToken(given)).toBe(false);
  expect(ours.hasToken({ headers: { authorization: `Bearer ${ours.token}` } })).toBe(true);
  for (const authorization of [ours.token, `Basic ${ours.token}`, `Bearer ${ours.token} x`, 'Bearer '])
    expect(ours.hasToken({ headers: { authorization } })).toBe(false);
  expect(ours.hasToken({ headers: {} })).toBe(false);
});

test('a ticket opens one path for its time, at one start', () => {
  const ours = guard();
  const ticket = ours.ticket('/media/0123456789abcdef', 60);
  expect(ours.isTicket(ticket, '/media/0123456789abcdef')).toBe(true);
  expect(ours.isTicket(ticket, '/media/0123456789abcdee')).toBe(false);
  expect(guard().isTicket(ticket, '/media/0123456789abcdef')).toBe(false);
  const [until, signature] = ticket.split('.') as [string, string];
  for (const forged of [
    `${Number(until) + 1}.${signature}`,
    `${until}.`,
    until,
    '',
    `${until}.${'A'.repeat(43)}`,
  ])
    expect(ours.isTicket(forged, '/media/0123456789abcdef')).toBe(false);
  now += 61_000;
  expect(ours.isTicket(ticket, '/media/0123456789abcdef')).toBe(false);
});

test('which addresses others cannot reach', () => {
  expect(['127.0.0.1', '127.8.9.1', 'localhost', '::1'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '192.168.0.2', '127.evil.example', 'localhost.example'].some(isLoopback)).toBe(
    false,
  );
  expect([inAddress('::1'), inAddress('127.0.0.1')]).toEqual(['[::1]', '127.0.0.1']);
});
