import { beforeAll, expect, test, vi } from 'vitest';
import { keysOf, shownKeys, shortcuts } from './shortcuts.svelte.ts';

// Node has no elements; a key pressed nowhere is what these tests are about.
beforeAll(() => {
  vi.stubGlobal('Element', EventTarget);
});

const press = (key: string, code: string, held: string[] = []): Parameters<typeof keysOf>[0] => ({
  key,
  code,
  ctrlKey: held.includes('Ctrl'),
  metaKey: held.includes('Meta'),
  shiftKey: held.includes('Shift'),
  altKey: held.includes('Alt'),
});

test.each([
  [press('ArrowLeft', 'ArrowLeft', ['Shift']), 'Shift+ArrowLeft'],
  [press('!', 'Digit1', ['Shift']), 'Shift+1'],
  [press('"', 'Digit2', ['Shift']), 'Shift+2'],
  [press('c', 'KeyC'), 'c'],
  [press('C', 'KeyC'), 'c'],
  [press('z', 'KeyZ', ['Ctrl']), 'Ctrl+Z'],
  [press('Z', 'KeyZ', ['Ctrl', 'Shift']), 'Ctrl+Shift+Z'],
  [press('z', 'KeyZ', ['Meta']), 'Ctrl+Z'],
  [press('?', 'Slash', ['Shift']), '?'],
  [press('?', 'Minus', ['Shift']), '?'],
  [press(' ', 'Space'), 'Space'],
  [press('+', 'Equal', ['Shift']), '+'],
])('%o is %s', (event, keys) => {
  expect(keysOf(event)).toBe(keys);
});

test('keys are shown as they are on the keyboard', () => {
  expect(shownKeys('Ctrl+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(shownKeys('Ctrl+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
  expect(shownKeys('Shift+ArrowLeft', false)).toEqual(['Shift', '←']);
  expect(shownKeys('+', false)).toEqual(['+']);
});

test('the view added last is asked first, and is gone when it is taken away', () => {
  const heard: string[] = [];
  const event = {
    ...press('p', 'KeyP'),
    target: null,
    repeat: false,
    preventDefault: () => undefined,
  } as never;
  const first = shortcuts.add({
    title: 'a',
    shortcuts: [{ keys: ['p'], does: '', run: () => heard.push('a') }],
  });
  const second = shortcuts.add({
    title: 'b',
    shortcuts: [{ keys: ['p'], does: '', run: () => heard.push('b') }],
  });
  shortcuts.handle(event);
  second();
  shortcuts.handle(event);
  first();
  shortcuts.handle(event);
  expect(heard).toEqual(['b', 'a']);
});

test('a held key acts once, unless it steps', () => {
  const heard: string[] = [];
  const held = (key: string): never =>
    ({ ...press(key, ''), target: null, repeat: true, preventDefault: () => undefined }) as never;
  const remove = shortcuts.add({
    title: '',
    shortcuts: [
      { keys: ['c'], does: '', run: () => heard.push('c') },
      { keys: ['.'], does: '', run: () => heard.push('.'), repeats: true },
    ],
  });
  shortcuts.handle(held('c'));
  shortcuts.handle(held('.'));
  remove();
  expect(heard).toEqual(['.']);
});
