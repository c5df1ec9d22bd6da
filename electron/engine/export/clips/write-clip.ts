import { join } from 'node:path';
import type { YuvImage } from '../../../../contract/frame.ts';
import type { FaceRecord, SessionReader } from '../../../../contract/session.ts';
import type { Moment } from '../../../../contract/spot.ts';
import { blurBox } from '../drawing/blur.ts';
import { Canvas } from '../drawing/canvas.ts';
import type { FrameAccess, OpenVideo } from '../frame-access.ts';
import { openVideoWriter, type VideoWriter } from '../video-writer.ts';
import { auRows } from './au-rows.ts';
import { checkClip } from './check-clip.ts';
import { clipName, clipTags, overlayNotes } from './clip-text.ts';
import { FaceBoxes } from './face-boxes.ts';
import { MOST_ROWS, Overlay } from './overlay.ts';
import type { ClipPlan } from './plan.ts';

export interface ClipLook {
  readonly hasOverlay: boolean;
  /** How many times slower a second file runs; null: there is none. */
  readonly slowMotion: number | null;
  readonly isBlurred: boolean;
}

export interface ClipSetting extends ClipLook {
  readonly isSynthetic: boolean;
  readonly outDir: string;
  readonly baseName: string;
  readonly session: SessionReader;
  readonly video: FrameAccess;
  readonly open: OpenVideo;
}

/** Hard to tell from the source even in single frames, which is how these clips are looked at. */
const CRF = 14;

/** For the encoder's rate control where nothing tells the rate. */
const USUAL_FPS = 25;

/**
 * Writes one clip, and its slower copy where one is wanted; no file where no frame of it was recorded. Gives null, and
 * leaves nothing, when aborted.
 */
export async function writeClip(
  plan: ClipPlan,
  setting: ClipSetting,
  signal: AbortSignal,
  onFrame: () => void,
): Promise<string[] | null> {
  const moments = [...setting.session.frames(plan)].filter((moment) => setting.video.holds(moment));
  await using files = new ClipFiles(plan, setting);
  const painter = new Painter(plan, setting);
  for (const moment of moments) {
    if (signal.aborted) return null;
    using frame = await setting.video.frame(moment);
    await files.write(painter.paint(frame.image, moment), moment.timeUs - moments[0]!.timeUs, painter);
    onFrame();
  }
  return await files.finish();
}

/** Makes of a frame what the clip shows. */
class Painter {
  readonly #plan: ClipPlan;
  readonly #setting: ClipSetting;
  readonly #faces: ReadonlyMap<number, readonly FaceRecord[]>;
  readonly #boxes: FaceBoxes | null;
  #plain: Canvas | null = null;
  #overlay: Overlay | null = null;

  constructor(plan: ClipPlan, setting: ClipSetting) {
    const { session, hasOverlay, isBlurred } = setting;
    this.#plan = plan;
    this.#setting = setting;
    const none = new Map<number, FaceRecord[]>();
    this.#faces = hasOverlay ? Map.groupBy(session.faces(plan), ({ frameIndex }) => frameIndex) : none;
    this.#boxes = isBlurred ? new FaceBoxes(session, plan.fromUs, plan.toUs) : null;
  }

  paint(image: YuvImage, moment: Moment): Canvas {
    const { widthPx, heightPx, matrix, range } = image;
    const plain = (this.#plain ??= new Canvas(widthPx & ~1, heightPx & ~1, matrix, range));
    plain.show(image);
    if (this.#boxes) blurFaces(plain.image, this.#boxes, moment.timeUs);
    if (!this.#setting.hasOverlay) return plain;
    this.#overlay ??= this.#createOverlay(plain.image);
    this.#overlay.draw(plain.image, moment, this.#faces.get(moment.frameIndex) ?? []);
    return this.#overlay.canvas;
  }

  markSlowed(times: number): void {
    this.#overlay?.markSlowed(times);
  }

  #createOverlay(image: YuvImage): Overlay {
    const { session, isBlurred } = this.#setting;
    const faces = [...this.#faces.values()].flat();
    return new Overlay(image, {
      ...this.#plan,
      aus: auRows(this.#plan.event, faces, session.auNumbers, MOST_ROWS),
      measured: session.auNumbers,
      isBlurred,
      notes: overlayNotes(this.#setting),
    });
  }
}

/** The clip at its own speed, and slower: the same pictures shown for longer, none made up. */
class ClipFiles implements AsyncDisposable {
  readonly #plan: ClipPlan;
  readonly #setting: ClipSetting;
  readonly #files: { readonly writer: VideoWriter; readonly times: number; readonly timesUs: number[] }[] =
    [];

  constructor(plan: ClipPlan, setting: ClipSetting) {
    this.#plan = plan;
    this.#setting = setting;
  }

  async write(canvas: Canvas, timeUs: number, painter: Painter): Promise<void> {
    if (this.#files.length === 0) await this.#open(canvas);
    for (const { writer, times, timesUs } of this.#files) {
      if (times !== 1) painter.markSlowed(times);
      timesUs.push(timeUs * times);
      await writer.write(canvas.image, timeUs * times);
    }
  }

  async finish(): Promise<string[]> {
    for (const { writer, timesUs } of this.#files) {
      await writer.close();
      await checkClip(writer.path, timesUs, this.#setting.open);
    }
    return this.#files.map(({ writer }) => writer.path);
  }

  /** Harmless after `finish`. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { writer } of this.#files) await writer.discard();
  }

  async #open({ widthPx, heightPx, image }: Canvas): Promise<void> {
    const { session, outDir, baseName, slowMotion } = this.#setting;
    for (const times of slowMotion === null ? [1] : [1, slowMotion]) {
      const writer = await openVideoWriter(join(outDir, clipName(baseName, this.#plan.event, times)), {
        widthPx,
        heightPx,
        matrix: image.matrix,
        range: image.range,
        fps: (session.input?.fps || USUAL_FPS) / times,
        crf: CRF,
        metadata: clipTags(this.#plan.event, times, this.#setting),
      });
      this.#files.push({ writer, times, timesUs: [] });
    }
  }
}

/** Where nothing is known of any face, the whole picture. */
function blurFaces(image: YuvImage, boxes: FaceBoxes, timeUs: number): void {
  const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx };
  for (const box of boxes.at(timeUs) ?? [whole]) blurBox(image, box);
}
