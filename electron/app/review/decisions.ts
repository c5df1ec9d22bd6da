/** What people do to a session. Each is one act of its log, told to every window. */
import type { Takes } from '../../../contract/channels/index.ts';
import type { SessionChange } from '../../../contract/channels/review.ts';
import { OnsetError } from '../../../contract/errors.ts';
import type { ReviewedEvent } from '../../../contract/reviewed-events.ts';
import type { ActRecord, VerdictRecord } from '../../../contract/session.ts';
import { kindOf, type Moment } from '../../../contract/spot.ts';
import type { Session } from '../../engine/session/index.ts';
import type { AppContext } from '../context.ts';
import { momentOf } from './moments.ts';
import type { OpenSession } from './open-sessions.ts';
import { refreshSoon } from './refresh-soon.ts';
import { eventRow, noteRow, raters, reviewedEventOf, trackRows } from './rows.ts';

/** Throws `session-lacks`, `event-disordered`, `output-unwritable`, `output-busy`, as all of these do. */
export function decide(open: OpenSession, context: AppContext, takes: Takes<'review.decide'>): SessionChange {
  const event = knownEvent(open.reader, takes.event);
  const given = (frame: number | null): Moment | null =>
    frame === null ? null : momentOf(open.reader, frame);
  const onset = given(takes.onsetFrame) ?? moved(event, 'onset');
  const apex = given(takes.apexFrame) ?? moved(event, 'apex');
  const offset = given(takes.offsetFrame) ?? moved(event, 'offset');
  expectOrder(onset ?? event.found.onset, apex ?? event.found.apex, offset ?? event.found.offset);
  const label = takes.label ?? givenLabel(event);
  const verdict = { eventId: event.id, reviewer: takes.rater, verdict: takes.verdict, at: now() };
  open.change((session) => session.addVerdict({ ...verdict, onset, apex, offset, label }));
  return told(open, context, { events: [event.id] });
}

export function add(open: OpenSession, context: AppContext, takes: Takes<'review.add'>): SessionChange {
  const { reader } = open;
  if (![...reader.tracks()].some(({ id }) => id === takes.track))
    throw new OnsetError('session-lacks', { what: `track ${takes.track}` });
  const [onset, apex, offset] = [
    momentOf(reader, takes.onsetFrame),
    momentOf(reader, takes.apexFrame),
    momentOf(reader, takes.offsetFrame),
  ];
  expectOrder(onset, apex, offset);
  const event = {
    trackId: takes.track,
    kind: kindOf(onset, offset),
    ...{ onset, apex, offset },
    // A person saw them: how sure the program would have been, and how strong they are, is not known.
    aus: takes.aus.map(({ au, side }) => ({ au, side, p: 1, intensity: 0 })),
    score: 0,
    cautions: [],
    recognition: null,
  } as const;
  const verdict = { reviewer: takes.rater, verdict: 'confirm', label: takes.label, at: now() } as const;
  const unmoved = { onset: null, apex: null, offset: null };
  const id = open.change((session) => session.addEvent(event, { ...verdict, ...unmoved }));
  return told(open, context, { events: [id] });
}

export function note(open: OpenSession, context: AppContext, takes: Takes<'review.note'>): SessionChange {
  if (takes.event !== null) knownEvent(open.reader, takes.event);
  const { event: eventId, author, text } = takes;
  const timeUs = takes.timeUs === null ? null : Math.round(takes.timeUs);
  const id = open.change((session) => session.addNote({ eventId, timeUs, author, text, at: now() }));
  return told(open, context, { notes: [id] });
}

export function nameTrack(
  open: OpenSession,
  context: AppContext,
  { track, name }: Takes<'review.nameTrack'>,
): SessionChange {
  if (![...open.reader.tracks()].some(({ id }) => id === track))
    throw new OnsetError('session-lacks', { what: `track ${track}` });
  open.change((session) => session.nameTrack(track, name, context.settings().rater ?? '', now()));
  return told(open, context, { tracks: true });
}

export const undo = (open: OpenSession, context: AppContext): SessionChange =>
  moveThrough('undo', open, context);
export const redo = (open: OpenSession, context: AppContext): SessionChange =>
  moveThrough('redo', open, context);

function moveThrough(direction: 'undo' | 'redo', open: OpenSession, context: AppContext): SessionChange {
  const act = open.change((session) => session[direction](context.settings().rater ?? '', now()));
  if (!act) return told(open, context, {});
  const { eventId, noteId, trackId } = open.reader.rowsOf(act.id);
  return told(open, context, {
    events: eventId === null ? [] : [eventId],
    notes: noteId === null ? [] : [noteId],
    tracks: trackId !== null,
    message: wording(direction, act, eventId),
  });
}

interface Touched {
  readonly events?: readonly number[];
  readonly notes?: readonly number[];
  readonly tracks?: boolean;
  readonly message?: string;
}

/** What is different now, as it stands in the file, for the page that asked and for all others. */
function told(open: OpenSession, context: AppContext, touched: Touched): SessionChange {
  const { reader } = open;
  const { events = [], notes = [], tracks = false, message = null } = touched;
  const reviewed = events.map((id) => ({ id, event: reviewedEventOf(reader, id) }));
  const standingNotes = notes.length > 0 ? [...reader.notes()].filter(({ id }) => notes.includes(id)) : [];
  const next = reader.nextActs;
  const change: SessionChange = {
    session: open.id,
    events: reviewed.flatMap(({ event }) => (event ? [eventRow(event)] : [])),
    removedEvents: reviewed.flatMap(({ id, event }) => (event ? [] : [id])),
    notes: standingNotes.map(noteRow),
    removedNotes: notes.filter((id) => !standingNotes.some((standing) => standing.id === id)),
    tracks: tracks ? trackRows(reader) : [],
    raters: raters(reader),
    canUndo: next.undo !== null,
    canRedo: next.redo !== null,
    told: message,
  };
  context.emit('review.changed', change);
  refreshSoon(context, open.id);
  return change;
}

const KINDS = {
  decide: 'the decision about event',
  add: 'adding event',
  note: 'a note',
  name: 'a name',
  undo: '',
  redo: '',
} as const satisfies Record<ActRecord['kind'], string>;

function wording(direction: 'undo' | 'redo', { kind }: ActRecord, eventId: number | null): string {
  const what = kind === 'decide' || kind === 'add' ? `${KINDS[kind]} ${eventId}` : KINDS[kind];
  return `${direction === 'undo' ? 'Took back' : 'Restored'} ${what}`;
}

function knownEvent(session: Session, id: number): ReviewedEvent {
  const event = reviewedEventOf(session, id);
  if (!event) throw new OnsetError('session-lacks', { what: `event ${id}` });
  return event;
}

/** Where the event stands, if somebody moved it there: a later verdict that says nothing of it leaves it there. */
function moved(event: ReviewedEvent, name: 'onset' | 'apex' | 'offset'): Moment | null {
  return event[name].frameIndex === event.found[name].frameIndex ? null : event[name];
}

function givenLabel(event: ReviewedEvent): VerdictRecord['label'] {
  return event.decisions.at(-1)?.label ?? null;
}

function expectOrder(onset: Moment, apex: Moment, offset: Moment): void {
  if (onset.timeUs > apex.timeUs || apex.timeUs > offset.timeUs) throw new OnsetError('event-disordered', {});
}

const now = (): string => new Date().toISOString();
