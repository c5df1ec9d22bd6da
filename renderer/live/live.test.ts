import { describe, expect, test } from 'vitest';
import { LIVE_OFF, type LiveState } from '../../contract/channels/live.ts';
import type { EventRow } from '../../contract/channels/review.ts';
import { t } from '../strings/index.ts';
import { ENTRIES_SHOWN, LiveSession, type Engine, type StartRequest } from './live.svelte.ts';

/** An engine that answers as it is told and remembers what it was asked. */
class MadeEngine {
  readonly asked: [string, unknown][] = [];
  answers: Record<string, () => unknown> = {};
  readonly #listeners = new Map<string, (payload: unknown) => void>();

  readonly call = ((name: string, takes: unknown) => {
    this.asked.push([name, takes]);
    const answer = this.answers[name];
    return answer === undefined ? Promise.resolve({}) : Promise.try(answer);
  }) as Engine['call'];

  readonly on = ((name: string, listener: (payload: unknown) => void) => {
    this.#listeners.set(name, listener);
    return () => this.#listeners.delete(name);
  }) as Engine['on'];

  tell(name: string, payload: unknown): void {
    this.#listeners.get(name)?.(payload);
  }
}

const running: LiveState = { ...LIVE_OFF, state: 'running', session: 'abcdefgh', captured: 100, events: 2 };
const request: StartRequest = {
  source: { kind: 'sample', fps: null },
  faces: 1,
  model: 'none',
  replayS: 0,
  consent: null,
};
const event = (id: number): EventRow => {
  const moments = {
    onset: { timeUs: id * 1e6, frameIndex: id },
    apex: { timeUs: id * 1e6 + 50_000, frameIndex: id },
    offset: { timeUs: id * 1e6 + 100_000, frameIndex: id },
  };
  return {
    ...moments,
    id,
    track: 1,
    kind: 'micro',
    origin: 'found',
    found: moments,
    aus: [],
    score: 0.5,
    cautions: [],
    label: null,
    probabilities: null,
    review: 'unreviewed',
    decisions: [],
  };
};
const refused = (): never => {
  throw Object.assign(new Error('The camera is in use.'), {
    code: 'camera-busy',
    remedy: 'Close the other program.',
  });
};

async function made(state: LiveState = LIVE_OFF): Promise<{ engine: MadeEngine; live: LiveSession }> {
  const engine = new MadeEngine();
  engine.answers['live.state'] = () => state;
  engine.answers['consent.list'] ??= () => [];
  const live = new LiveSession(engine);
  live.attach();
  await settled();
  return { engine, live };
}

const settled = (): Promise<void> => new Promise((turn) => setTimeout(turn, 0));

describe('what is shown', () => {
  test('is nothing certain before the engine has told', () => {
    expect(new LiveSession(new MadeEngine()).view).toBe('unknown');
  });

  test('a session that runs already, after a reload', async () => {
    const { live } = await made(running);
    expect(live.view).toBe('running');
  });

  test('goes from the choice of a source over the camera to what came of it, and back', async () => {
    const { engine, live } = await made();
    expect(live.view).toBe('set-up');
    engine.tell('live.state', { ...LIVE_OFF, state: 'opening', session: 'abcdefgh' });
    engine.tell('live.state', running);
    expect(live.view).toBe('running');
    engine.tell('live.state', { ...running, state: 'off', captured: 120 });
    expect(live.view).toBe('ended');
    expect(live.ended).toMatchObject({ session: 'abcdefgh', state: { captured: 120 } });
    live.dismissEnded();
    expect(live.view).toBe('set-up');
  });

  test('a camera that never opened leaves no session behind, and says why', async () => {
    const { engine, live } = await made();
    engine.answers['live.start'] = () => {
      engine.tell('live.state', { ...LIVE_OFF, state: 'opening', session: 'abcdefgh' });
      engine.tell('live.state', LIVE_OFF);
      return refused();
    };
    await live.start(request, []);
    expect(live.view).toBe('set-up');
    expect(live.problem).toEqual({
      code: 'camera-busy',
      message: 'The camera is in use.',
      remedy: 'Close the other program.',
    });
  });

  test('a lost camera stays in view until it was read; then one can begin again', async () => {
    const { engine, live } = await made(running);
    engine.tell('live.state', { ...running, state: 'lost' });
    expect(live.view).toBe('running');
    engine.answers['live.stop'] = () => ({ session: 'abcdefgh' });
    await live.stop();
    expect(live.view).toBe('ended');
    live.dismissEnded();
    expect(live.view).toBe('set-up');
    engine.tell('live.state', { ...running, state: 'opening' });
    expect(live.view).toBe('running');
  });

  test('what hardly began left no session: one can begin again at once', async () => {
    const { engine, live } = await made(running);
    engine.answers['live.stop'] = () => {
      engine.tell('live.state', LIVE_OFF);
      return { session: null };
    };
    await live.stop();
    expect(live.view).toBe('set-up');
  });

  test('a camera that was lost before it showed anything is left by the same button', async () => {
    const { engine, live } = await made(running);
    engine.tell('live.state', { ...running, state: 'lost', session: null });
    expect(live.view).toBe('running');
    engine.answers['live.stop'] = () => ({ session: null });
    await live.stop();
    expect(live.view).toBe('set-up');
  });
});

test('further participants’ agreements follow once the session has an id', async () => {
  const { engine, live } = await made();
  engine.answers['live.start'] = () => ({ session: 'abcdefgh' });
  engine.answers['consent.list'] = () => [];
  const consent = { participant: 'P-18', textVersion: '1', scope: 'all', expiresAt: null };
  await live.start(request, [consent]);
  expect(engine.asked).toContainEqual(['consent.add', { session: 'abcdefgh', ...consent }]);
});

describe('events', () => {
  test('stand latest first, once each, and are told to those who listen once', async () => {
    const { engine, live } = await made(running);
    const heard: number[] = [];
    live.events.add(({ id }) => heard.push(id));
    engine.tell('live.event', event(1));
    engine.tell('live.event', event(2));
    engine.tell('live.event', { ...event(1), label: 'surprise' });
    expect(live.entries.map(({ key }) => key)).toEqual(['event-2', 'event-1']);
    expect(live.entries[1]).toMatchObject({ event: { label: 'surprise' } });
    expect(heard).toEqual([1, 2]);
  });

  test('do not pile up in the list', async () => {
    const { engine, live } = await made(running);
    for (let id = 0; id < ENTRIES_SHOWN + 20; id++) engine.tell('live.event', event(id));
    expect(live.entries).toHaveLength(ENTRIES_SHOWN);
    expect(live.entries[0]!.key).toBe(`event-${ENTRIES_SHOWN + 19}`);
  });

  test('of a session before are forgotten when another begins', async () => {
    const { engine, live } = await made(running);
    engine.tell('live.event', event(1));
    engine.answers['live.start'] = () => ({ session: 'bcdefghi' });
    await live.start(request, []);
    expect(live.entries).toEqual([]);
    expect(live.drawnEvents).toEqual([]);
  });
});

test('nobody is recorded who agreed to be analysed only, after a reload as well', async () => {
  const { engine, live } = await made(LIVE_OFF);
  engine.answers['consent.list'] = () => [{ scope: t.live.consent.scopes.analysis }];
  engine.tell('live.state', running);
  await settled();
  expect(live.mayRecord).toBe(false);
  await live.record(true);
  expect(engine.asked.map(([name]) => name)).not.toContain('live.record');
});

test('a marker is listed only where the engine took it', async () => {
  const { engine, live } = await made(running);
  engine.answers['live.mark'] = () => ({ moment: { timeUs: 5, frameIndex: 1 } });
  expect(await live.mark('Question')).toBe(true);
  engine.answers['live.mark'] = refused;
  expect(await live.mark('Answer')).toBe(false);
  expect(live.entries).toHaveLength(1);
  expect(live.problem?.code).toBe('camera-busy');
});

test('after the engine was started again nothing is claimed until it has told', async () => {
  const { engine, live } = await made(running);
  engine.answers['live.state'] = () => LIVE_OFF;
  engine.tell('app.restarted', { reason: 'it ended' });
  expect(live.isKnown).toBe(false);
  await settled();
  expect(live.isKnown).toBe(true);
});
