/**
 * The door between pages and the engine: every request is checked against the contract before anything acts on it,
 * every failure crosses as sentence and remedy, and events reach all pages without piling up before a slow one.
 */
import { createBirpc } from 'birpc';
import * as v from 'valibot';
import {
  REQUESTS,
  type EventName,
  type EventPayload,
  type Handlers,
  type RequestName,
} from '../../contract/channels/index.ts';
import type { Problem } from '../../contract/channels/fields.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { DoorCarrier } from './carriers.ts';
import { FramesUnderWay } from './frames-under-way.ts';
import { problemOf, type Log } from './problem.ts';

export interface Door {
  /** From now on until the carrier closes, its page is answered and told. */
  connect(carrier: DoorCarrier): Connection;
  readonly emit: <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;
}

export interface Connection {
  tell<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
}

export function createDoor(handlers: () => Handlers, log: Log): Door {
  const connections = new Set<Connection>();
  return {
    connect(carrier) {
      const connection = open(carrier, handlers, log);
      connections.add(connection);
      carrier.onClose(() => connections.delete(connection));
      return connection;
    },
    emit: (name, payload) => {
      for (const connection of connections) connection.tell(name, payload);
    },
  };
}

/** A page's message: birpc's request with one argument and an id to answer to. Pages answer nothing. */
const PageMessage = v.strictObject({
  t: v.literal('q'),
  i: v.pipe(v.string(), v.maxLength(64)),
  m: v.string(),
  a: v.pipe(v.array(v.unknown()), v.length(1)),
});

interface Page {
  event: (name: string, payload: unknown) => void;
}

function open(carrier: DoorCarrier, handlers: () => Handlers, log: Log): Connection {
  const frames = new FramesUnderWay();
  const rpc = createBirpc<Page, Record<string, never>, false>(
    {},
    {
      proxify: false,
      post: (message: unknown) => {
        carrier.send(message);
      },
      on: (take) => {
        carrier.onMessage((message) => {
          if (v.is(PageMessage, message)) take(message);
          else carrier.refuse('not a request');
        });
      },
      resolver: (name) => async (takes: unknown) => {
        try {
          if (name === 'live.shown' && v.is(REQUESTS[name].takes, takes)) frames.shown(takes.frame);
          return await answer(name, takes, handlers());
        } catch (error) {
          throw new Refusal(problemOf(error, name, log));
        }
      },
      // No error crosses as it is: what does is what a person is told.
      serialize: (message: { e?: unknown }) =>
        message.e === undefined ? message : { ...message, e: problemIn(message.e) },
      onGeneralError: (error) => {
        log(`an answer could not be sent: ${error.stack ?? error.message}`);
        return true;
      },
    },
  );
  carrier.onClose(() => {
    rpc.$close();
  });
  return {
    tell(name, payload) {
      if (name === 'live.frame') {
        const { moment } = payload as EventPayload<'live.frame'>;
        if (carrier.waitingBytes >= MOST_WAITING_BYTES || !frames.begin(moment.frameIndex)) return;
      }
      if (rpc.$closed) return;
      rpc.$callEvent('event', name, payload).catch((error: unknown) => {
        log(`${name} could not be sent: ${String(error)}`);
      });
    },
  };
}

class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Without a refusal of ours it was the reply that could not be written (a value that no carrier knows). */
function problemIn(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  const { code, message, remedy } = new OnsetError('internal', { what: 'an answer' });
  return { code, message, remedy };
}

/** Pictures of a megabyte and more would be late when they arrive. */
const MOST_WAITING_BYTES = 1 << 20;

async function answer(name: string, takes: unknown, handlers: Handlers): Promise<unknown> {
  if (!isRequest(name)) throw new OnsetError('request-unknown', { name: name.slice(0, 60) });
  const checked = v.safeParse(REQUESTS[name].takes, takes, { abortEarly: true });
  if (!checked.success)
    throw new OnsetError('request-malformed', { name, problem: describe(checked.issues[0]) });
  // The name chose both the schema and the handler; the compiler cannot follow that through a union.
  return await (handlers[name] as (takes: unknown) => Promise<unknown>)(checked.output);
}

const isRequest = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name);

/** Where and what, without what was sent: that may be long, or a person's. */
function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? 'the whole';
  return `${place} is not ${issue.expected ?? `as ${issue.type.replaceAll('_', ' ')} asks`}`.slice(0, 200);
}
