/**
 * Everything the interface and the engine say to each other: one map of requests, one of events. Both sides check
 * what they receive against it. Carriers (a MessagePort, a WebSocket) know only that these are messages.
 */
import type { GenericSchema, InferInput, InferOutput } from 'valibot';
import { APP_EVENTS, APP_REQUESTS } from './app.ts';
import { CONSENT_REQUESTS } from './consent.ts';
import { EXPORT_REQUESTS } from './exports.ts';
import { LIBRARY_EVENTS, LIBRARY_REQUESTS } from './library.ts';
import { LIVE_EVENTS, LIVE_REQUESTS } from './live.ts';
import { REVIEW_EVENTS, REVIEW_REQUESTS } from './review.ts';
import { TRAINER_EVENTS, TRAINER_REQUESTS } from './trainer.ts';

export interface Request {
  readonly takes: GenericSchema;
  readonly gives: GenericSchema;
}

export const REQUESTS = {
  ...APP_REQUESTS,
  ...LIBRARY_REQUESTS,
  ...REVIEW_REQUESTS,
  ...LIVE_REQUESTS,
  ...EXPORT_REQUESTS,
  ...CONSENT_REQUESTS,
  ...TRAINER_REQUESTS,
} as const satisfies Readonly<Record<string, Request>>;

export const EVENTS = {
  ...APP_EVENTS,
  ...LIBRARY_EVENTS,
  ...REVIEW_EVENTS,
  ...LIVE_EVENTS,
  ...TRAINER_EVENTS,
} as const satisfies Readonly<Record<string, GenericSchema>>;

export type RequestName = keyof typeof REQUESTS;
export type Takes<Name extends RequestName> = InferOutput<(typeof REQUESTS)[Name]['takes']>;
export type Gives<Name extends RequestName> = InferInput<(typeof REQUESTS)[Name]['gives']>;

export type EventName = keyof typeof EVENTS;
export type EventPayload<Name extends EventName> = InferInput<(typeof EVENTS)[Name]>;

/** The functions that answer the requests whose names begin with `Prefix`. */
export type Handlers<Prefix extends string = ''> = {
  readonly [Name in RequestName as Name extends `${Prefix}${string}` ? Name : never]: (
    takes: Takes<Name>,
  ) => Promise<Gives<Name>>;
};
