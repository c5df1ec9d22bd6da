import {
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_P010LE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUVJ420P,
} from 'node-av/constants';
import type { AVPixelFormat } from 'node-av/constants';
import { avGetPixFmtName } from 'node-av/lib';
import type { PixelLayout } from '../../../contract/frame.ts';

/** FFmpeg's formats that need no conversion. */
const LAYOUT_OF_FORMAT = new Map<number, PixelLayout>([
  [AV_PIX_FMT_YUV420P, 'i420'],
  [AV_PIX_FMT_YUVJ420P, 'i420'],
  [AV_PIX_FMT_NV12, 'nv12'],
  [AV_PIX_FMT_YUV420P10LE, 'i010'],
  [AV_PIX_FMT_P010LE, 'p010'],
]);

export function layoutOf(format: number): PixelLayout | null {
  return LAYOUT_OF_FORMAT.get(format) ?? null;
}

export const planeCount = (layout: PixelLayout): 2 | 3 => (layout === 'nv12' || layout === 'p010' ? 2 : 3);

/** The name of the format that a picture of `format` is converted to: 10 bits are kept where there are as many. */
export function targetFormatName(format: number): 'yuv420p' | 'yuv420p10le' | 'nv12' | 'p010le' {
  const layout = layoutOf(format);
  if (layout === 'nv12') return 'nv12';
  if (layout === 'p010') return 'p010le';
  if (layout === 'i420') return 'yuv420p';
  return isDeep(nameOf(format)) ? 'yuv420p10le' : 'yuv420p';
}

/** RGB of any kind, including planar and paletted: it has no YUV matrix of its own. */
export function isRgbFormat(format: number): boolean {
  return /^(0?(rgb|bgr|gbr)|x2rgb|x2bgr|argb|abgr|pal8|bayer|xyz)/.test(nameOf(format));
}

/** Formats whose samples span the whole range unless the stream says otherwise. */
export function isFullRangeFormat(format: number): boolean {
  return isRgbFormat(format) || /^(yuvj|gray|ya|mono)/.test(nameOf(format));
}

/**
 * More than 8 bits a sample. FFmpeg's names of multi-byte formats end in the byte order; the packed
 * 15- and 16-bit RGB formats do too but have at most 6 bits a sample.
 */
const isDeep = (name: string): boolean => /[lb]e$/.test(name) && !/^(rgb|bgr)(444|555|565)/.test(name);

function nameOf(format: number): string {
  return avGetPixFmtName(format as AVPixelFormat) ?? '';
}
