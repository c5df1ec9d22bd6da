import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import type { FromEngine } from '../../contract/engine-process.ts';
import type { EnginePort } from './carriers.ts';
import { ShellChildren } from './shell-children.ts';

/** A port of Node's with the face of Electron's. */
function electronPort(port: MessageChannel['port1']): EnginePort {
  return {
    postMessage: (message) => port.postMessage(message),
    on: ((event: string, listener: (event?: { data: unknown }) => void) =>
      event === 'message'
        ? port.on('message', (data: unknown) => listener({ data }))
        : port.on('close', () => listener())) as EnginePort['on'],
    start: () => port.start(),
    close: () => port.close(),
  };
}

test('a process of the desktop is asked for by name, reached over its port, and heard to its last word', async () => {
  const told: FromEngine[] = [];
  const children = new ShellChildren((message) => told.push(message));
  const child = children.start('/app/out/engine/electron/trainer/process.js');
  expect(told).toEqual([{ kind: 'start-child', child: 1, module: 'training' }]);
  const { port1, port2 } = new MessageChannel();
  const [heard, ends]: [unknown[], string[]] = [[], []];
  child.onMessage((message) => heard.push(message));
  child.onEnd((how) => ends.push(how));
  // Said before there is anybody to hear it.
  child.send('begin');
  children.hear({ kind: 'child-started', child: 1, pid: 4711 }, electronPort(port1));
  expect(child.pid).toBe(4711);
  expect(await once(port2, 'message')).toEqual(['begin']);
  children.hear({ kind: 'child-ended', child: 1, how: 'status 1' }, null);
  port2.postMessage('last word');
  await expect.poll(() => ends).toEqual(['status 1']);
  expect(heard).toEqual(['last word']);
  child.kill();
  expect(told.at(-1)).toEqual({ kind: 'kill-child', child: 1 });
});

test.each([
  ['electron/trainer/process.js', 'training'],
  ['electron/app/trainer/chores/process.js', 'chore'],
  ['electron/trainer/evaluation/process.js', 'fold'],
  ['electron/trainer/sets/worker-process.js', 'preparation'],
])('%s is known to the shell as %s', (path, module) => {
  const told: FromEngine[] = [];
  new ShellChildren((message) => told.push(message)).start(`/app/out/engine/${path}`);
  expect(told).toEqual([{ kind: 'start-child', child: 1, module }]);
});

test('nothing else is started', () => {
  const children = new ShellChildren(() => undefined);
  expect(() => children.start('/bin/sh')).toThrow('internal');
  expect(() => children.start('/app/out/engine/electron/app/process.js')).toThrow('internal');
});
