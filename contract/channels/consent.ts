/** What participants agreed to, and how they take it back. */
import * as v from 'valibot';
import { At, Id, Index, Line, Nothing } from './fields.ts';

export const ConsentRow = v.object({
  id: Index,
  participant: v.string(),
  at: At,
  textVersion: v.string(),
  scope: v.string(),
  expiresAt: v.nullable(At),
});
export type ConsentRow = v.InferOutput<typeof ConsentRow>;

/** Written when something was deleted because a participant withdrew or a time had run out. */
export const Receipt = v.object({
  id: Id,
  at: At,
  reason: v.picklist(['withdrawal', 'retention']),
  /** Who withdrew; null where a timer ran out. */
  participant: v.nullable(v.string()),
  /** Other participants of the same session, whose data went with it: faces of one video cannot be taken apart. */
  others: v.array(v.string()),
  sessionName: v.string(),
  /** File names and how many bytes each had; what could not be deleted says why. */
  deleted: v.array(v.object({ name: v.string(), sizeBytes: Index })),
  kept: v.array(v.object({ name: v.string(), why: v.string() })),
  /** Rows by table. */
  rows: v.record(v.string(), Index),
  /** SHA-256 of the receipt's other fields as written. */
  sha256: v.string(),
});
export type Receipt = v.InferOutput<typeof Receipt>;

const Consent = { participant: Line, textVersion: Line, scope: Line, expiresAt: v.nullable(At) };

export const CONSENT_REQUESTS = {
  'consent.list': { takes: v.strictObject({ session: Id }), gives: v.array(ConsentRow) },
  'consent.add': { takes: v.strictObject({ session: Id, ...Consent }), gives: v.array(ConsentRow) },
  /** Deletes the session, its video where Onset recorded or was given a copy of it, and what was exported from it. */
  'consent.withdraw': {
    takes: v.strictObject({ session: Id, participant: Line }),
    gives: Receipt,
  },
  'consent.receipts': { takes: Nothing, gives: v.array(Receipt) },
  /** Null: kept until a person deletes it. */
  'consent.setRetention': {
    takes: v.strictObject({ session: Id, expiresAt: v.nullable(At) }),
    gives: Nothing,
  },
} as const;
