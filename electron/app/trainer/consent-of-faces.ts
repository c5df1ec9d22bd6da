/** Whether faces in a folder are of participants, and whether those agreed to have them changed. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { allowsSynthesis } from '../../../contract/consent-scope.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { Session } from '../../engine/session/index.ts';
import type { Library } from '../context.ts';

export interface Unconsented {
  readonly session: string;
  readonly participants: readonly string[];
}

/**
 * Sessions whose recordings, exports or video lie in the folder (or that hold the folder), and in which somebody has not
 * agreed. A session that nobody is named in is nobody's consent.
 */
export function withoutConsent(folder: string, dataDir: string, library: Library): readonly Unconsented[] {
  return library.list().flatMap(({ id, name }) => {
    const places = ['media', 'exports'].map((kind) => join(dataDir, kind, id));
    const consents = readConsents(library.pathOf(id));
    const from = [...places, ...consents.media];
    if (!from.some((place) => touches(folder, place))) return [];
    const people = consents.rows
      .filter(({ scope }) => !allowsSynthesis(scope))
      .map(({ participant }) => participant);
    if (consents.rows.length > 0 && people.length === 0) return [];
    return [
      { session: name, participants: consents.rows.length === 0 ? ['nobody named'] : [...new Set(people)] },
    ];
  });
}

/** Throws `synthesis-without-consent`. */
export function refuseWithoutConsent(folder: string, dataDir: string, library: Library): void {
  const [first] = withoutConsent(folder, dataDir, library);
  if (first !== undefined)
    throw new OnsetError('synthesis-without-consent', {
      folder,
      session: first.session,
      participants: first.participants.join(', '),
    });
}

function readConsents(path: string): {
  readonly rows: readonly { readonly participant: string; readonly scope: string }[];
  readonly media: readonly string[];
} {
  using session = Session.open(path);
  const media = session.input?.path;
  return {
    rows: [...session.consents()].map(({ participant, scope }) => ({ participant, scope })),
    media: media === undefined ? [] : [media],
  };
}

/** One lies in the other; a folder that holds nothing is touched by nobody. */
function touches(folder: string, place: string): boolean {
  const [one, other] = [resolve(folder), resolve(place)];
  if (!existsSync(other)) return false;
  return isWithin(one, other) || (isWithin(other, one) && existsSync(one) && readdirSync(one).length > 0);
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (!way.startsWith('..') && !way.startsWith(sep) && resolve(outer, way) === inner);
}
