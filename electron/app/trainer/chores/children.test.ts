import { expect, test } from 'vitest';
import type { HostedProcess } from '../../../trainer/hosted-process.ts';
import { HostedChildren, WantedChildren } from './children.ts';

class Started implements HostedProcess {
  readonly pid = 4711;
  readonly sent: unknown[] = [];
  isKilled = false;
  say: (message: unknown) => void = () => undefined;
  end: (how: string) => void = () => undefined;
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
  send(message: unknown): void {
    this.sent.push(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onEnd(listener: (how: string) => void): void {
    this.end = listener;
  }
  kill(): void {
    this.isKilled = true;
  }
}

/** Both sides, with nothing between them but structured clones. */
function bothSides(priority: number) {
  const started: Started[] = [];
  const start = (path: string): Started => {
    const one = new Started(path);
    started.push(one);
    return one;
  };
  const hosted = new HostedChildren(start, priority, (told) => wanted.hear(structuredClone(told)));
  const wanted: WantedChildren = new WantedChildren((asked) => hosted.hear(structuredClone(asked)));
  return { started, hosted, wanted };
}

test('what a chore wants is started by the engine, and each is heard by who asked for it', () => {
  const { started, wanted } = bothSides(0);
  const [first, second] = [wanted.start('/a.ts'), wanted.start('/b.ts')];
  const heard: unknown[] = [];
  first.onMessage((message) => heard.push(['first', message]));
  second.onMessage((message) => heard.push(['second', message]));
  second.onEnd((how) => heard.push(['second', how]));
  second.send({ do: 'this' });
  expect(started.map(({ path, sent }) => [path, sent])).toEqual([
    ['/a.ts', []],
    ['/b.ts', [{ do: 'this' }]],
  ]);
  started[1]!.say('well');
  started[0]!.say('here');
  started[1]!.end('SIGKILL');
  second.send('too late');
  expect(heard).toEqual([
    ['second', 'well'],
    ['first', 'here'],
    ['second', 'SIGKILL'],
  ]);
  expect(started[1]!.sent).toEqual([{ do: 'this' }]);
  first.kill();
  expect(started.map(({ isKilled }) => isKilled)).toEqual([true, false]);
});

test('it gives way as much as the chore, and ends with it', () => {
  const { started, hosted, wanted } = bothSides(10);
  wanted.start('/a.ts').send('begin');
  expect(started[0]!.sent).toEqual([{ kind: 'manners', priority: 10 }, 'begin']);
  wanted.start('/b.ts');
  started[1]!.end('status 0');
  hosted[Symbol.dispose]();
  expect(started.map(({ isKilled }) => isKilled)).toEqual([true, false]);
});
