import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ToEngine } from '../../contract/engine-process.ts';
import { type ChildProcess, Engine, type EngineProcess } from './engine.ts';

class Process extends EventEmitter implements EngineProcess {
  readonly stdout = null;
  readonly stderr = new EventEmitter() as unknown as NodeJS.ReadableStream;
  readonly sent: { message: ToEngine; ports: unknown[] }[] = [];
  isKilled = false;
  postMessage(message: ToEngine, ports: MessagePortMain[] = []): void {
    this.sent.push({ message, ports });
  }
  kill(): boolean {
    this.isKilled = true;
    this.emit('exit', 143);
    return true;
  }
  kinds(): string[] {
    return this.sent.map(({ message }) => message.kind);
  }
}

class Page {
  readonly ports: unknown[] = [];
  takePort(port: MessagePortMain): void {
    this.ports.push(port);
  }
}

class Child extends EventEmitter implements ChildProcess {
  readonly module: string;
  readonly pid = 4711;
  readonly ports: unknown[] = [];
  isKilled = false;
  constructor(module: string) {
    super();
    this.module = module;
  }
  postMessage(_: null, ports: MessagePortMain[]): void {
    this.ports.push(...ports);
  }
  kill(): boolean {
    this.isKilled = true;
    return true;
  }
}

let children: Child[];
let processes: Process[];
let givenUp: string[];
let unable: string[];
let engine: Engine;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  [processes, children] = [[], []];
  givenUp = [];
  unable = [];
  let ports = 0;
  engine = new Engine({
    startProcess: () => {
      processes.push(new Process());
      return processes.at(-1)!;
    },
    startChild: (module) => {
      const child = new Child(module);
      children.push(child);
      return child;
    },
    newChannel: () => {
      ports++;
      return { port1: `engine ${ports}`, port2: `page ${ports}` } as never;
    },
    tellGivenUp: (lastWords) => givenUp.push(lastWords),
    tellUnable: (line) => unable.push(line),
    nowMs: () => performance.now(),
    tellAtWork: () => undefined,
  });
  engine.start();
});
afterEach(() => {
  vi.useRealTimers();
});

const now = (): Process => processes.at(-1)!;
const ready = (): void => void now().emit('message', { kind: 'ready', dataDir: '/data' });
const crash = (code = 134): void => void now().emit('exit', code);

test('a page is connected once the engine is ready, and at once from then on', () => {
  const [first, second] = [new Page(), new Page()];
  engine.connect(first);
  expect(first.ports).toEqual([]);
  ready();
  expect(first.ports).toEqual(['page 1']);
  engine.connect(second);
  expect(second.ports).toEqual(['page 2']);
  expect(now().sent).toEqual([
    { message: { kind: 'start', dataDir: null, carrier: 'electron' }, ports: [] },
    { message: { kind: 'connect', connection: 1, as: 'page', restarted: null }, ports: ['engine 1'] },
    { message: { kind: 'connect', connection: 2, as: 'page', restarted: null }, ports: ['engine 2'] },
  ]);
});

test('a page that was loaded again gets a new port, and its old connection ends', () => {
  const page = new Page();
  ready();
  engine.connect(page);
  engine.connect(page);
  expect(page.ports).toEqual(['page 1', 'page 2']);
  expect(now().sent.map(({ message }) => message)).toContainEqual({ kind: 'disconnect', connection: 1 });
  engine.disconnect(page);
  expect(now().sent.at(-1)!.message).toEqual({ kind: 'disconnect', connection: 2 });
});

test('after a crash it is started again, and every page gets a new port and the reason, once', () => {
  const page = new Page();
  ready();
  engine.connect(page);
  crash();
  vi.advanceTimersByTime(0);
  expect(processes).toHaveLength(2);
  ready();
  expect(page.ports).toEqual(['page 1', 'page 2']);
  const reason = 'the engine process ended unexpectedly with code 134';
  expect(now().sent.at(-1)!.message).toMatchObject({ kind: 'connect', restarted: reason });
  engine.connect(new Page());
  expect(now().sent.at(-1)!.message).toMatchObject({ kind: 'connect', restarted: null });
});

test('it waits longer after each crash and gives up at the fifth, with the last words', () => {
  const startedAfterMs: number[] = [];
  for (let crashes = 1; crashes <= 4; crashes++) {
    const before = performance.now();
    crash();
    vi.runAllTimers();
    startedAfterMs.push(performance.now() - before);
  }
  expect(startedAfterMs).toEqual([0, 500, 1000, 2000]);
  now().stderr.emit('data', Buffer.from('out of\n'));
  now().stderr.emit('data', Buffer.from('memory\n'));
  crash();
  vi.runAllTimers();
  expect(processes).toHaveLength(5);
  expect(givenUp).toEqual(['out of\nmemory']);

  engine.startAgain();
  crash();
  vi.runAllTimers();
  expect(processes).toHaveLength(7);
});

test('crashes far apart are each met by an immediate start', () => {
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(61_000);
    crash();
    vi.advanceTimersByTime(0);
  }
  expect(processes).toHaveLength(11);
  expect(givenUp).toEqual([]);
});

test('an engine that says it cannot start is not started again', () => {
  now().emit('message', { kind: 'unable', line: 'The disk is full. Make room.' });
  crash(1);
  vi.runAllTimers();
  expect(unable).toEqual(['The disk is full. Make room.']);
  expect(processes).toHaveLength(1);
});

test('questions wait for a start, are answered by number, and by null after a crash', async () => {
  const early = engine.ask({ of: 'media', session: 'abcdefgh' });
  ready();
  const late = engine.ask({ of: 'media', session: 'ijklmnop' });
  now().emit('message', { kind: 'answer', id: 2, path: '/late.mp4' });
  now().emit('message', { kind: 'answer', id: 1, path: '/early.mp4' });
  expect([await early, await late]).toEqual(['/early.mp4', '/late.mp4']);
  const lost = engine.ask({ of: 'file', job: 'abcdefgh', name: 'a.csv' });
  crash();
  expect(await lost).toBeNull();
});

test('a process that the engine wants is started by name, told of, and ended', () => {
  ready();
  now().emit('message', { kind: 'start-child', child: 1, module: 'training' });
  const [child] = children;
  expect(child).toMatchObject({ module: 'training', ports: ['page 1'] });
  child!.emit('spawn');
  expect(now().sent.at(-1)).toEqual({
    message: { kind: 'child-started', child: 1, pid: 4711 },
    ports: ['engine 1'],
  });
  now().emit('message', { kind: 'kill-child', child: 1 });
  expect(child!.isKilled).toBe(true);
  child!.emit('exit', 137);
  expect(now().sent.at(-1)!.message).toEqual({ kind: 'child-ended', child: 1, how: 'status 137' });
  now().emit('message', { kind: 'start-child', child: 2, module: '/bin/sh' });
  expect(children).toHaveLength(1);
  // One that outlives its engine is told of to nobody.
  now().emit('message', { kind: 'start-child', child: 2, module: 'chore' });
  crash();
  vi.advanceTimersByTime(0);
  children[1]!.emit('exit', 0);
  expect(now().kinds()).toEqual(['start']);
});

test('what is no message of the engine’s is not acted on', () => {
  for (const message of [
    null,
    'ready',
    { kind: 'ready' },
    { kind: 'answer', id: '1', path: 3 },
    { kind: 'x' },
  ]) {
    now().emit('message', message);
  }
  const page = new Page();
  engine.connect(page);
  expect(page.ports).toEqual([]);
});

test('stopping waits for the end and is no crash; what does not end is ended', async () => {
  ready();
  const stopped = engine.stop(5000);
  expect(now().kinds().at(-1)).toBe('stop');
  crash(0);
  await stopped;
  vi.runAllTimers();
  expect(processes).toHaveLength(1);
  expect(processes[0]!.isKilled).toBe(false);
});

test('an engine that hangs is ended when patience is', async () => {
  const stopped = engine.stop(5000);
  vi.advanceTimersByTime(4999);
  expect(now().isKilled).toBe(false);
  vi.advanceTimersByTime(1);
  await stopped;
  expect(now().isKilled).toBe(true);
});

test('stopping between two starts starts nothing more', async () => {
  crash();
  crash();
  await engine.stop(5000);
  vi.runAllTimers();
  expect(processes).toHaveLength(1);
});

test('it is told of sleep', () => {
  engine.suspend();
  expect(now().kinds()).toEqual(['start', 'suspend']);
});
