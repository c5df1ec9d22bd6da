import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { MENU_COMMANDS } from '../../contract/shell.ts';
import { menuTemplate } from './menu.ts';

const PLATFORMS = ['darwin', 'win32', 'linux'] as const;
const actions = () => ({ command: vi.fn(), open: vi.fn(), newWindow: vi.fn() });

function entries(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? entries(item.submenu) : [])]);
}
const roles = (template: readonly MenuItemConstructorOptions[]): string[] =>
  entries(template).flatMap(({ role }) => role ?? []);

test.each(PLATFORMS)('%s: every command of the page is in the menu once', (platform) => {
  const told = actions();
  for (const { click } of entries(menuTemplate(platform, told, false))) {
    click?.(undefined as never, undefined, undefined as never);
  }
  expect(told.command.mock.calls.flat().toSorted()).toEqual([...MENU_COMMANDS].toSorted());
  expect(told.open).toHaveBeenCalledOnce();
  expect(told.newWindow).toHaveBeenCalledOnce();
});

test.each(PLATFORMS)('%s: text can be edited by keys, and no key is taken twice', (platform) => {
  const template = menuTemplate(platform, actions(), false);
  expect(roles(template)).toEqual(
    expect.arrayContaining(['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll', 'quit']),
  );
  const keys = entries(template).flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

test('macOS has its own menu first, with about, settings and quitting; elsewhere they are under File and Help', () => {
  const mac = menuTemplate('darwin', actions(), false);
  expect(mac[0]!.role).toBe('appMenu');
  expect(roles(mac)).toEqual(expect.arrayContaining(['services', 'hide', 'recentDocuments']));
  expect(menuTemplate('win32', actions(), false).map(({ label }) => label)).toEqual([
    'File',
    'Edit',
    'View',
    'Window',
    'Help',
  ]);
});

test('developer tools are in a checkout’s menu alone', () => {
  expect(roles(menuTemplate('linux', actions(), true))).toContain('toggleDevTools');
  expect(roles(menuTemplate('linux', actions(), false))).not.toContain('toggleDevTools');
});
