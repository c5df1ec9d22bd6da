/** One session under review: its rows, what is chosen, and what a rater decides. */
import type { AuNumber, Side } from '../../contract/au.ts';
import type {
  EventRow,
  NoteRow,
  SessionChange,
  SessionView,
  TrackRow,
} from '../../contract/channels/review.ts';
import { app, attempt } from '../app-state.svelte.ts';
import { call, on, problemOf, type Asks } from '../bridge.ts';
import { t } from '../strings/index.ts';
import { toasts } from '../ui/toasts.svelte.ts';
import { applyChange, byOnset } from './apply-change.ts';
import { byId } from './by-id.ts';
import { EVERYTHING, labelsOf, selectEvents, type EventFilter } from './events/filter.ts';
import { FrameTimes } from './frame-times.ts';
import { moved, type MomentFrames, type MomentName } from './moments.ts';
import { Player } from './viewer/player.svelte.ts';

/** Frames of an event while one of its handles is held. */
export interface Draft {
  readonly event: number;
  readonly frames: MomentFrames;
}

export class Review {
  readonly session: string;
  readonly view: SessionView;
  readonly times: FrameTimes;
  readonly player: Player;

  events: readonly EventRow[] = $state.raw([]);
  notes: readonly NoteRow[] = $state.raw([]);
  tracks: readonly TrackRow[] = $state.raw([]);
  raters: readonly string[] = $state.raw([]);
  canUndo = $state(false);
  canRedo = $state(false);
  chosenId: number | null = $state(null);
  filter: EventFilter = $state.raw(EVERYTHING);
  draft: Draft | null = $state.raw(null);
  /** What waits for the rater's name. */
  pending: (() => void) | null = $state.raw(null);
  #isSending = false;
  readonly #stopListening: () => void;

  readonly byId = $derived(byId(this.events));
  readonly chosen = $derived(this.chosenId === null ? null : (this.byId.get(this.chosenId) ?? null));
  readonly listed = $derived(
    selectEvents(this.events, this.filter, this.notes, (track) => this.nameOfTrack(track)),
  );
  readonly labels = $derived(labelsOf(this.events));

  /** Rejects with the engine's problem where the session cannot be opened. */
  static async open(session: string): Promise<Review> {
    return new Review(session, await call('review.open', { session }));
  }

  private constructor(session: string, view: SessionView) {
    this.session = session;
    this.view = view;
    this.events = [...view.events].sort(byOnset);
    this.notes = view.notes;
    this.tracks = view.tracks;
    this.raters = view.raters;
    this.canUndo = view.canUndo;
    this.canRedo = view.canRedo;
    this.times = new FrameTimes(
      { frames: view.frames, durationUs: view.durationUs },
      async (from, to) => (await call('review.frameTimes', { session, from, to })).timesUs,
      async (timeUs) =>
        (await call('review.frameAt', { session, timeUs: Math.max(0, timeUs) })).moment?.frameIndex ?? 0,
    );
    this.player = new Player({
      times: this.times,
      fps: view.summary.fps,
      load: (frame, widthPx) => call('review.picture', { session, frame, widthPx }),
      problemOf,
    });
    this.#stopListening = on('review.changed', (change) => {
      if (change.session === session) this.#apply(change);
    });
  }

  close(): void {
    this.#stopListening();
    this.player.close();
    // Where the connection has gone in the meantime there is nothing left to free.
    call('review.close', { session: this.session }).catch(problemOf);
  }

  nameOfTrack(track: number): string {
    return this.tracks.find(({ id }) => id === track)?.name ?? t.review.person(track);
  }

  /** Chooses an event and, unless it is in sight on purpose, goes to its apex. */
  choose(id: number | null, isShown = true): void {
    this.chosenId = id;
    this.draft = null;
    const event = this.chosen;
    if (event !== null && isShown) this.player.seek(event.apex.frameIndex);
  }

  /** The next event of the list from the chosen one, or from the playhead where none is. */
  chooseNext(direction: 1 | -1): void {
    const rows = this.listed;
    if (rows.length === 0) return;
    const at = rows.findIndex(({ id }) => id === this.chosenId);
    const index = at >= 0 ? at + direction : this.#fromPlayhead(rows, direction);
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)]!;
    this.choose(next.id);
    toasts.announce(t.review.rowName(next, this.nameOfTrack(next.track)));
  }

  chooseNextUnreviewed(): void {
    const rows = this.listed;
    const at = rows.findIndex(({ id }) => id === this.chosenId);
    const next = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find(
      ({ review }) => review === 'unreviewed',
    );
    if (next === undefined) toasts.tell(t.review.allReviewed);
    else this.choose(next.id);
  }

  #fromPlayhead(rows: readonly EventRow[], direction: 1 | -1): number {
    const after = rows.findIndex(({ apex }) => apex.frameIndex > this.player.frame);
    if (direction > 0) return after < 0 ? rows.length - 1 : after;
    return (after < 0 ? rows.length : after) - 1;
  }

  /** Moments of the chosen event as they are shown now: the draft's where a handle is held. */
  momentsOf(event: EventRow): MomentFrames {
    return this.draft?.event === event.id
      ? this.draft.frames
      : {
          onset: event.onset.frameIndex,
          apex: event.apex.frameIndex,
          offset: event.offset.frameIndex,
        };
  }

  /** Moves one moment, keeping onset ≤ apex ≤ offset: the others give way to the one that is held. */
  moveMoment(event: EventRow, moment: MomentName, frame: number): void {
    this.draft = {
      event: event.id,
      frames: moved(this.momentsOf(event), moment, frame, this.player.lastFrame),
    };
  }

  /** Writes what was moved. A moved event counts as confirmed, a relabelled one keeps its label. */
  async keepDraft(): Promise<void> {
    const draft = this.draft;
    const event = draft === null ? undefined : this.byId.get(draft.event);
    if (draft === null || event === undefined) return;
    const { onset, apex, offset } = draft.frames;
    const isSame =
      onset === event.onset.frameIndex &&
      apex === event.apex.frameIndex &&
      offset === event.offset.frameIndex;
    if (isSame) {
      this.draft = null;
      return;
    }
    const isRelabelled = event.review === 'relabelled' && event.label !== null;
    await this.#decide(
      event,
      isRelabelled ? 'relabel' : 'confirm',
      isRelabelled ? event.label : null,
      draft.frames,
    );
    this.draft = null;
  }

  /** Sets a moment of the chosen event to the frame that is shown. */
  setMomentHere(moment: MomentName): void {
    const event = this.chosen;
    if (event === null) return;
    this.moveMoment(event, moment, this.player.frame);
    void this.keepDraft();
  }

  goToMoment(moment: MomentName): void {
    if (this.chosen !== null) this.player.seek(this.momentsOf(this.chosen)[moment]);
  }

  confirm(): Promise<void> {
    return this.#decideChosen('confirm', null);
  }

  reject(): Promise<void> {
    return this.#decideChosen('reject', null);
  }

  relabel(label: string): Promise<void> {
    return this.#decideChosen('relabel', label);
  }

  async #decideChosen(verdict: Asks<'review.decide'>['verdict'], label: string | null): Promise<void> {
    if (this.chosen !== null) await this.#decide(this.chosen, verdict, label, null);
  }

  async #decide(
    event: EventRow,
    verdict: Asks<'review.decide'>['verdict'],
    label: string | null,
    frames: MomentFrames | null,
  ): Promise<void> {
    const rater = app.settings.rater;
    if (rater === null) {
      this.pending = () => void this.#decide(event, verdict, label, frames);
      return;
    }
    await this.#send(
      () =>
        call('review.decide', {
          session: this.session,
          event: event.id,
          rater,
          verdict,
          label,
          onsetFrame: frames?.onset ?? null,
          apexFrame: frames?.apex ?? null,
          offsetFrame: frames?.offset ?? null,
        }),
      t.review.decided[verdict](event.id),
    );
  }

  async add(
    track: number,
    frames: MomentFrames,
    label: string | null,
    aus: readonly { readonly au: AuNumber; readonly side: Side }[],
  ): Promise<void> {
    const rater = app.settings.rater;
    if (rater === null) {
      this.pending = () => void this.add(track, frames, label, aus);
      return;
    }
    const before = this.byId;
    const isDone = await this.#send(
      () =>
        call('review.add', {
          session: this.session,
          rater,
          track,
          onsetFrame: frames.onset,
          apexFrame: frames.apex,
          offsetFrame: frames.offset,
          label,
          aus: [...aus],
        }),
      t.review.added,
    );
    const added = isDone ? this.events.find(({ id }) => !before.has(id)) : undefined;
    if (added !== undefined) this.choose(added.id, false);
  }

  async note(event: number | null, timeUs: number | null, text: string): Promise<void> {
    const author = app.settings.rater;
    if (author === null) {
      this.pending = () => void this.note(event, timeUs, text);
      return;
    }
    await this.#send(
      () => call('review.note', { session: this.session, event, timeUs, author, text }),
      t.review.noted,
    );
  }

  async nameTrack(track: number, name: string): Promise<void> {
    await this.#send(() => call('review.nameTrack', { session: this.session, track, name }), null);
  }

  async undo(): Promise<void> {
    if (this.canUndo)
      await this.#send(() => call('review.undo', { session: this.session }), null, t.review.undone);
  }

  async redo(): Promise<void> {
    if (this.canRedo)
      await this.#send(() => call('review.redo', { session: this.session }), null, t.review.redone);
  }

  /** One at a time, so that undo means what was last seen to happen. */
  async #send(
    request: () => Promise<SessionChange>,
    said: string | null,
    toldAs: ((told: string) => string) | null = null,
  ): Promise<boolean> {
    if (this.#isSending) return false;
    this.#isSending = true;
    try {
      const change = await attempt(request);
      if (change === null) return false;
      this.#apply(change);
      if (change.told !== null && toldAs !== null) toasts.tell(toldAs(change.told));
      if (said !== null) toasts.announce(said);
      return true;
    } finally {
      this.#isSending = false;
    }
  }

  #apply(change: SessionChange): void {
    const rows = applyChange(this, change);
    this.events = rows.events;
    this.notes = rows.notes;
    this.tracks = rows.tracks;
    this.raters = change.raters;
    this.canUndo = change.canUndo;
    this.canRedo = change.canRedo;
    if (this.chosenId !== null && !this.byId.has(this.chosenId)) this.chosenId = null;
  }
}
