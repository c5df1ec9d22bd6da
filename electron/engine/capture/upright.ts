import { AV_FRAME_DATA_DISPLAYMATRIX } from 'node-av/constants';
import { FilterGraph, Frame } from 'node-av/lib';
import type { FilterContext } from 'node-av/lib';
import { colourOf } from './colour.ts';
import { orInternal } from './ffmpeg.ts';
import { Pixels } from './frame.ts';
import type { Colour } from './image.ts';
import { orientationOf, type Orientation } from './orientation.ts';
import { isRgbFormat, layoutOf, targetFormatName } from './pixel-format.ts';

/**
 * Brings decoded frames into the contract's form: upright, square pixels, one of four layouts.
 * Most video already is, and passes through untouched; the rest goes through one FFmpeg filter
 * graph, rebuilt when a stream changes its form on the way.
 */
export class Uprighter implements Disposable {
  /** The container's own display matrix, for frames that bring none. */
  readonly #ofStream: Orientation;
  /** Width over height of one pixel as the container says it, 0 when it does not. */
  readonly #pixelAspect: number;
  #graph: Graph | null = null;

  constructor(displayMatrix: Uint8Array | null, pixelAspect: number) {
    this.#ofStream = orientationOf(displayMatrix);
    this.#pixelAspect = pixelAspect;
  }

  /** Takes over `frame`. */
  async pixelsOf(frame: Frame): Promise<Pixels> {
    const colour = colourOf(frame);
    const steps = filterSteps(frame, colour, this.orientationOf(frame), this.#aspectOf(frame));
    if (steps.length === 0) return new Pixels(frame, colour);
    const form = [
      frame.width,
      frame.height,
      frame.format,
      frame.colorSpace,
      frame.colorRange,
      ...steps,
    ].join();
    if (this.#graph?.form !== form) {
      this.#graph?.[Symbol.dispose]();
      this.#graph = new Graph(form, frame, steps);
    }
    return new Pixels(await this.#graph.run(frame), colour);
  }

  orientationOf(frame: Frame): Orientation {
    const ofFrame = frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
    return ofFrame ? orientationOf(ofFrame) : this.#ofStream;
  }

  [Symbol.dispose](): void {
    this.#graph?.[Symbol.dispose]();
    this.#graph = null;
  }

  #aspectOf(frame: Frame): number {
    const { num, den } = frame.sampleAspectRatio;
    return num > 0 && den > 0 ? num / den : this.#pixelAspect;
  }
}

/** Pixels closer to square than this (analogue captures round to 1.0x) are left alone: 1 % of a 200 px face is 2 px. */
const SQUARE_TOLERANCE = 0.01;
/** Anamorphic video reaches 2:1; beyond this the field is garbage. */
const MAX_PIXEL_ASPECT = 4;

function filterSteps(frame: Frame, colour: Colour, orientation: Orientation, pixelAspect: number): string[] {
  const format = frame.format as number;
  const size = squareSize(frame.width, frame.height, pixelAspect);
  const steps: string[] = [];
  if (size || layoutOf(format) === null) {
    const range = `in_range=${colour.range}:out_range=${colour.range}`;
    // YUV keeps its matrix, so its luma passes untouched; RGB has none and gets the one named in `colour`.
    const matrix = isRgbFormat(format)
      ? `out_color_matrix=${colour.matrix}`
      : `in_color_matrix=${colour.matrix}:out_color_matrix=${colour.matrix}`;
    const to = size ? `w=${size.widthPx}:h=${size.heightPx}:` : '';
    steps.push(`scale=${to}${range}:${matrix}:flags=bicubic+accurate_rnd+full_chroma_int`);
    steps.push(`format=pix_fmts=${targetFormatName(format)}`);
  }
  steps.push(...orientation.filters);
  // `vflip` and bottom-up files turn a picture by a negative stride; a copy gives it rows in order.
  if (orientation.filters.includes('vflip') || frame.linesize.some((stride) => stride < 0))
    steps.push('copy');
  return steps;
}

/** The size at which pixels are square, enlarging the side that is too short; null when they already are. */
function squareSize(
  widthPx: number,
  heightPx: number,
  aspect: number,
): { widthPx: number; heightPx: number } | null {
  const factor = Math.max(aspect, 1 / aspect);
  if (!(factor > 1 + SQUARE_TOLERANCE && factor <= MAX_PIXEL_ASPECT)) return null;
  return aspect > 1
    ? { widthPx: Math.round(widthPx * aspect), heightPx }
    : { widthPx, heightPx: Math.round(heightPx / aspect) };
}

/** A configured chain of filters for frames of one form. */
class Graph implements Disposable {
  readonly form: string;
  readonly #graph = new FilterGraph();
  readonly #source: FilterContext;
  readonly #sink: FilterContext;

  constructor(form: string, like: Frame, steps: readonly string[]) {
    this.form = form;
    this.#graph.alloc();
    this.#graph.nbThreads = 1;
    const size = `video_size=${like.width}x${like.height}:pix_fmt=${like.format}`;
    const colours = `colorspace=${like.colorSpace}:range=${like.colorRange}`;
    const source = `buffer@in=${size}:time_base=1/1000000:pixel_aspect=1/1:${colours}`;
    const chain = [source, ...steps, 'buffersink@out'].join(',');
    orInternal(this.#graph.parse2(chain), `filters ${chain}`);
    orInternal(this.#graph.configSync(), `filters ${chain}`);
    this.#source = this.#graph.getFilter('buffer@in')!;
    this.#sink = this.#graph.getFilter('buffersink@out')!;
  }

  /** Takes over `frame`, gives back another. */
  async run(frame: Frame): Promise<Frame> {
    orInternal(await this.#source.buffersrcAddFrame(frame), 'filter input');
    frame.free();
    const out = new Frame();
    out.alloc();
    orInternal(await this.#sink.buffersinkGetFrame(out), 'filter output');
    return out;
  }

  [Symbol.dispose](): void {
    this.#graph.free();
  }
}
