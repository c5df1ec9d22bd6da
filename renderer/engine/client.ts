/**
 * The page's half of the conversation with the engine: requests with their replies, and events. Whatever arrives is
 * checked against `contract/channels`; what does not fit is refused here and never reaches a view.
 */
import { createBirpc } from 'birpc';
import * as v from 'valibot';
import type { Carrier } from '../../contract/carrier.ts';
import { Problem } from '../../contract/channels/fields.ts';
import { EVENTS, REQUESTS, type EventName, type RequestName } from '../../contract/channels/index.ts';

export type Asks<Name extends RequestName> = v.InferInput<(typeof REQUESTS)[Name]['takes']>;
export type Replies<Name extends RequestName> = v.InferOutput<(typeof REQUESTS)[Name]['gives']>;
export type EventOf<Name extends EventName> = v.InferOutput<(typeof EVENTS)[Name]>;

/** What a request was refused with, as a person reads it. */
export class EngineProblem extends Error {
  override readonly name = 'EngineProblem';
  readonly code: string;
  readonly remedy: string;

  constructor({ code, message, remedy }: Problem, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

export interface EngineClient {
  /** Rejects with an `EngineProblem`, and with nothing else. */
  ask<Name extends RequestName>(name: Name, takes: Asks<Name>): Promise<Replies<Name>>;
  /** Returns what ends the listening. */
  on<Name extends EventName>(name: Name, listener: (payload: EventOf<Name>) => void): () => void;
  /** Called once, when the connection is gone for whatever reason. */
  onClose(listener: (reason: string | null) => void): void;
  close(): void;
}

interface EngineHalf {
  [name: string]: (takes: unknown) => Promise<unknown>;
}

export function connectEngine(carrier: Carrier): EngineClient {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const rpc = createBirpc<EngineHalf, { event: typeof receive }, false>(
    { event: receive },
    {
      proxify: false,
      // A person may wait minutes for an answer; a connection that ends refuses what is open.
      timeout: -1,
      post: (message: unknown) => {
        carrier.send(message);
      },
      on: (take) => {
        carrier.onMessage((message) => {
          if (v.is(FromEngine, message)) take(message);
          else console.error('Onset: a message that is none was dropped.');
        });
      },
    },
  );
  carrier.onClose((reason) => {
    rpc.$close(new EngineProblem({ ...GONE, message: reason ?? GONE.message }));
  });

  function receive(name: string, payload: unknown): void {
    const heard = listeners.get(name);
    const schema = Object.hasOwn(EVENTS, name) ? EVENTS[name as EventName] : null;
    if (schema === null) return;
    // The engine that owed the replies is gone.
    if (name === 'app.restarted')
      void rpc.$rejectPendingCalls(({ reject }) => reject(new EngineProblem(RESTARTED)));
    if (heard === undefined || heard.size === 0) return;
    const checked = v.safeParse(schema, payload);
    if (!checked.success) {
      console.error(`Onset: the event ${name} does not fit: ${describe(checked.issues)}`);
      return;
    }
    for (const listener of [...heard]) listener(checked.output);
  }

  return {
    async ask<Name extends RequestName>(name: Name, takes: Asks<Name>): Promise<Replies<Name>> {
      if (rpc.$closed) throw new EngineProblem(GONE);
      const reply = await rpc.$call(name, takes).catch((error: unknown) => {
        throw problemOf(error);
      });
      const checked = v.safeParse(REQUESTS[name].gives, reply);
      if (checked.success) return checked.output;
      throw new EngineProblem({
        ...UNFIT,
        message: `${UNFIT.message} (${name}: ${describe(checked.issues)})`,
      });
    },
    on(name, listener) {
      const heard = listeners.get(name) ?? new Set();
      listeners.set(name, heard);
      heard.add(listener as (payload: unknown) => void);
      return () => heard.delete(listener as (payload: unknown) => void);
    },
    onClose: (listener) => {
      carrier.onClose(listener);
    },
    close: () => {
      carrier.close();
    },
  };
}

/** Requests never come from the engine, only events (which have no id) and replies. */
const FromEngine = v.variant('t', [
  v.object({ t: v.literal('q'), m: v.literal('event'), a: v.tuple([v.string(), v.unknown()]) }),
  v.object({ t: v.literal('s'), i: v.string() }),
]);

function problemOf(error: unknown): EngineProblem {
  if (error instanceof EngineProblem) return error;
  if (v.is(Problem, error)) return new EngineProblem(error);
  return new EngineProblem(UNFIT, error);
}

const describe = (issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string =>
  `${v.getDotPath(issues[0]) ?? 'the message'}: ${issues[0].message}`.slice(0, 300);

/** The three that the engine cannot tell of itself. */
const GONE: Problem = {
  code: 'engine-gone',
  message: 'The connection to the engine has ended.',
  remedy: 'Open Onset again.',
};
const RESTARTED: Problem = {
  code: 'engine-restarted',
  message: 'The engine ended before it had answered, and was started again.',
  remedy: 'Do it again; what was recorded and decided is kept.',
};
const UNFIT: Problem = {
  code: 'reply-unfit',
  message: 'The engine answered in a way that this page does not understand.',
  remedy: 'Reload the page; if it stays, report it with what "onset doctor" prints.',
};
