/** Clips of a store as pictures for a person. */
import type { ClipFacts, ClipPictures, ClipRef } from '../../../contract/channels/trainer-data.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { type ClipEntry, type ClipIndex, openClipStore } from '../../../models/data/clips/index.ts';
import { JpegEncoder } from '../../engine/frames/index.ts';
import { stripe } from '../../trainer/generation/stripe.ts';

export function factsOf(
  ref: ClipRef,
  { name, subject, emotion, aus, conditionSubject }: ClipEntry,
  isSynthetic: boolean,
): ClipFacts {
  return {
    ref,
    name: name ?? `clip ${ref.index}`,
    subject,
    known: emotion,
    aus: aus && [...aus],
    isSynthetic,
    movementOf: conditionSubject ?? null,
  };
}

/** Throws `clip-unknown` and `clips-damaged`. */
export async function readClipPictures(
  folder: string,
  ref: ClipRef,
  dataName: string,
  widthPx: number,
): Promise<ClipPictures> {
  using store = openClipStore(folder);
  const entry = store.clips[ref.index];
  if (entry === undefined)
    throw new OnsetError('clip-unknown', { data: dataName, index: ref.index, part: ref.part });
  const bytes = store.newBytes();
  store.read(ref.index, bytes);
  using encoder = new JpegEncoder();
  const frames: Uint8Array<ArrayBuffer>[] = [];
  const sizePx = Math.min(widthPx, store.sizePx);
  for (let frame = 0; frame < store.frames; frame++)
    frames.push((await encodeClipFrame(encoder, store.index, bytes.frames, frame, sizePx)).jpeg);
  const neutral = await encodeClipFrame(encoder, store.index, bytes.neutral, 0, sizePx);
  return {
    facts: factsOf(ref, entry, store.index.synthetic),
    class: store.emotions[entry.emotion]!,
    frames,
    neutral: neutral.jpeg,
    widthPx: neutral.widthPx,
    heightPx: neutral.heightPx,
    windowS: store.windowS,
    apexFrame: entry.apexFrame ?? (store.index.synthetic ? Math.floor(store.frames / 2) : null),
  };
}

/** One frame of [frame, plane, row, column] as a JPEG; those of made clips say so in their comment. */
export async function encodeClipFrame(
  encoder: JpegEncoder,
  { planes, sizePx, synthetic, made }: ClipIndex,
  frames: Uint8Array,
  frame: number,
  widthPx: number,
): Promise<{ jpeg: Uint8Array<ArrayBuffer>; widthPx: number; heightPx: number }> {
  const area = sizePx * sizePx;
  const own = frames.subarray(frame * planes * area, (frame + 1) * planes * area);
  const rgb = new Uint8Array(3 * area);
  for (let plane = 0; plane < 3; plane++)
    rgb.set(own.subarray((plane % planes) * area, ((plane % planes) + 1) * area), plane * area);
  // As asked for when they were generated: in what is looked at, not in what networks see.
  if (made['visibleMark'] === 1) stripe(rgb, sizePx, 255);
  const encoded = await encoder.encode({ widthPx: sizePx, heightPx: sizePx, planes: rgb }, widthPx);
  return {
    jpeg: synthetic ? withComment(encoded.bytes, SYNTHETIC_MARK) : encoded.bytes,
    widthPx: encoded.widthPx,
    heightPx: encoded.heightPx,
  };
}

/** Adds a COM segment (ITU T.81 B.2.4.5) behind the start of the image. */
function withComment(jpeg: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const comment = new TextEncoder().encode(text);
  const length = comment.length + 2;
  const marked = new Uint8Array(jpeg.length + 2 + length);
  marked.set(jpeg.subarray(0, 2));
  marked.set([0xff, 0xfe, length >> 8, length & 0xff], 2);
  marked.set(comment, 6);
  marked.set(jpeg.subarray(2), 6 + comment.length);
  return marked;
}
