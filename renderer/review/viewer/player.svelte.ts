/** The playhead: which frame is meant, which picture of it is there, and how it moves by itself. */
import type { FrameTimes } from '../frame-times.ts';
import { Pictures, type Shown } from './pictures.ts';
import type { Picture } from '../../../contract/channels/review.ts';
import type { Problem } from '../../../contract/channels/fields.ts';

/** Speeds of J and L, and of the menu. */
export const SPEEDS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4] as const;

/** Frames fetched beyond the one that is shown, in the direction of travel, and against it. */
const AHEAD = 10;
const BEHIND = 3;
/** Farther than this is a jump, which says nothing of where one goes on. */
const JUMP = 60;

export interface PlayerSource {
  readonly times: FrameTimes;
  readonly fps: number;
  readonly load: (frame: number, widthPx: number) => Promise<Picture>;
  readonly problemOf: (error: unknown) => Problem;
}

export class Player {
  /** The frame that is meant; its picture may still be on its way. */
  frame = $state(0);
  timeUs = $state(0);
  /** The newest picture to look at. */
  shown: Shown | null = $state.raw(null);
  /** Times real time; negative: backwards; 0: it stands. */
  speed = $state(0);
  /** The speed that Space starts with. */
  chosenSpeed = $state(1);
  isLooping = $state(false);
  /** Frames that playing passed over because their pictures were not there in time. */
  skipped = $state(0);
  problem: Problem | null = $state.raw(null);

  readonly #source: PlayerSource;
  readonly #pictures: Pictures;
  /** 0 after a jump. */
  #direction: 1 | -1 | 0 = 1;
  #widthPx = 960;
  #loop: { readonly from: number; readonly to: number } | null = null;
  #raf = 0;
  #clock = { atMs: 0, fromUs: 0 };
  #lastPlayed = 0;

  constructor(source: PlayerSource) {
    this.#source = source;
    this.#pictures = new Pictures(
      (frame) => source.load(frame, this.#widthPx),
      (shown) => this.#arrived(shown),
      this.#failed,
    );
    this.#meant(0);
  }

  get lastFrame(): number {
    return Math.max(0, this.#source.times.frames - 1);
  }

  close(): void {
    cancelAnimationFrame(this.#raf);
    this.#pictures.close();
  }

  /** Pictures are asked for about as wide as they are shown. */
  setWidth(widthPx: number): void {
    const bucket = Math.min(2560, Math.max(320, Math.ceil(widthPx / 320) * 320));
    if (bucket === this.#widthPx) return;
    this.#widthPx = bucket;
    this.#pictures.clear();
    this.#wantAround();
  }

  /** To a frame; stops playing. */
  seek(frame: number): void {
    this.pause();
    this.skipped = 0;
    const by = frame - this.frame;
    this.#direction = Math.abs(by) > JUMP ? 0 : by < 0 ? -1 : 1;
    this.#meant(this.#clamp(frame));
  }

  step(frames: number): void {
    this.seek(this.frame + frames);
  }

  async seekTime(timeUs: number): Promise<void> {
    const known = this.#source.times.nearestLoaded(timeUs);
    if (known !== null) this.seek(known);
    else this.seek(await this.#source.times.nearest(timeUs));
  }

  toggle(): void {
    if (this.speed !== 0) this.pause();
    else {
      if (this.frame >= this.lastFrame && this.#loop === null) this.#meant(0);
      this.play(this.chosenSpeed);
    }
  }

  play(speed: number, loop: { readonly from: number; readonly to: number } | null = null): void {
    this.#loop = loop;
    this.isLooping = loop !== null;
    if (loop !== null && (this.frame < loop.from || this.frame > loop.to)) this.#meant(loop.from);
    this.speed = speed;
    this.#direction = speed < 0 ? -1 : 1;
    this.skipped = 0;
    this.#restartClock();
    cancelAnimationFrame(this.#raf);
    this.#raf = requestAnimationFrame(this.#tick);
  }

  pause(): void {
    if (this.speed === 0) return;
    this.speed = 0;
    this.isLooping = false;
    this.#loop = null;
    cancelAnimationFrame(this.#raf);
    this.#wantAround();
  }

  /** J and L: each press one speed further in its direction, from 1× on; the other one slows down first. */
  shuttle(direction: 1 | -1): void {
    const now = this.speed * direction;
    const place = SPEEDS.findIndex((speed) => Math.abs(speed - Math.abs(this.speed)) < 1e-9);
    if (now > 0) this.play(direction * SPEEDS[Math.min(place + 1, SPEEDS.length - 1)]!);
    else if (now < 0) {
      if (place <= 0) this.pause();
      else this.play(-direction * SPEEDS[place - 1]!);
    } else this.play(direction * this.chosenSpeed);
  }

  chooseSpeed(speed: number): void {
    this.chosenSpeed = speed;
    if (this.speed !== 0) this.play(Math.sign(this.speed) * speed, this.#loop);
  }

  slower(): void {
    this.#changeSpeed(-1);
  }

  faster(): void {
    this.#changeSpeed(1);
  }

  #changeSpeed(by: 1 | -1): void {
    const place = SPEEDS.findIndex((speed) => speed === this.chosenSpeed);
    this.chooseSpeed(SPEEDS[Math.min(Math.max(place + by, 0), SPEEDS.length - 1)]!);
  }

  #restartClock(): void {
    this.#clock = { atMs: performance.now(), fromUs: this.#source.times.timeOf(this.frame) };
    this.#lastPlayed = this.frame;
  }

  readonly #tick = (nowMs: number): void => {
    if (this.speed === 0) return;
    this.#raf = requestAnimationFrame(this.#tick);
    const timeUs = this.#clock.fromUs + Math.max(0, nowMs - this.#clock.atMs) * 1000 * this.speed;
    const frame = this.#source.times.nearestLoaded(timeUs);
    this.#source.times.ensure(this.frame).catch(this.#failed);
    if (frame === null) return;
    const [low, high] = [this.#loop?.from ?? 0, this.#loop?.to ?? this.lastFrame];
    if (frame >= high && this.#direction > 0 && timeUs >= this.#source.times.timeOf(high)) {
      this.#end(high, low);
      return;
    }
    if (frame <= low && this.#direction < 0) {
      this.#end(low, high);
      return;
    }
    this.frame = frame;
    this.timeUs = timeUs;
    this.#showPlayed(frame);
  };

  /** At an end: around again, or stop there. */
  #end(at: number, other: number): void {
    if (this.#loop === null) {
      this.pause();
      this.#meant(at);
      return;
    }
    this.#meant(other);
    this.#restartClock();
  }

  #showPlayed(frame: number): void {
    const shown = this.#pictures.latest(this.#lastPlayed, frame);
    if (shown !== null && shown !== this.shown) {
      this.skipped += Math.max(0, Math.abs(shown.frame - this.#lastPlayed) - 1);
      this.#lastPlayed = shown.frame;
      this.shown = shown;
    }
    // As many frames apart as the engine is behind: every frame where it keeps up.
    const neededMs = 1000 / (this.#source.fps * Math.abs(this.speed));
    const stride = Math.max(1, Math.ceil(this.#pictures.paceMs / neededMs));
    const lead = stride > 1 ? stride : 0;
    this.#pictures.want(
      Array.from({ length: AHEAD }, (_, index) => frame + this.#direction * (lead + index * stride)).filter(
        (each) => each >= 0 && each <= this.lastFrame,
      ),
    );
  }

  #meant(frame: number): void {
    this.frame = frame;
    this.timeUs = this.#source.times.timeOf(frame);
    void this.#source.times.timeOfExactly(frame).then((timeUs) => {
      if (this.frame === frame && this.speed === 0) this.timeUs = timeUs;
    }, this.#failed);
    const there = this.#pictures.get(frame);
    if (there !== null) this.shown = there;
    this.#wantAround();
  }

  readonly #failed = (error: unknown): void => {
    this.problem = this.#source.problemOf(error);
    this.pause();
  };

  #wantAround(): void {
    const wanted = [this.frame];
    if (this.#direction === 0) {
      for (let away = 1; away <= AHEAD / 2; away++) wanted.push(this.frame + away, this.frame - away);
    } else {
      for (let away = 1; away <= AHEAD; away++) wanted.push(this.frame + this.#direction * away);
      for (let away = 1; away <= BEHIND; away++) wanted.push(this.frame - this.#direction * away);
    }
    this.#pictures.want(wanted.filter((frame) => frame >= 0 && frame <= this.lastFrame));
  }

  #arrived(shown: Shown): void {
    this.problem = null;
    if (this.speed === 0 && shown.frame === this.frame) {
      this.shown = shown;
      this.timeUs = shown.timeUs;
    }
  }

  #clamp(frame: number): number {
    return Math.min(Math.max(0, Math.round(frame)), this.lastFrame);
  }
}
