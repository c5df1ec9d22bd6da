import {
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT2020_CL,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_FCC,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_SMPTE240M,
} from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import type { ColourMatrix } from '../../../contract/frame.ts';
import type { Colour } from './image.ts';
import { isFullRangeFormat, isRgbFormat } from './pixel-format.ts';

/** What H.273 calls `MatrixCoefficients`, as far as the contract tells them apart. */
const MATRIX_OF_SPACE = new Map<number, ColourMatrix>([
  [AVCOL_SPC_BT709, 'bt709'],
  // 0.212/0.087 against BT.709's 0.2126/0.0722: the nearest we have for this pre-HD standard.
  [AVCOL_SPC_SMPTE240M, 'bt709'],
  [AVCOL_SPC_FCC, 'bt601'],
  [AVCOL_SPC_BT470BG, 'bt601'],
  [AVCOL_SPC_SMPTE170M, 'bt601'],
  [AVCOL_SPC_BT2020_NCL, 'bt2020'],
  [AVCOL_SPC_BT2020_CL, 'bt2020'],
]);

/** Pictures of fewer lines than HD's 720 come from the world of BT.601 when they do not say. */
const FIRST_HD_HEIGHT_PX = 720;

/**
 * The colours of a frame as the decoder gave it (before rotation, which would swap its height).
 * What it declares holds; without a word the matrix follows the height, and JPEG-like, grey and RGB
 * formats are of full range, video of limited range. RGB becomes BT.601 of full range, as in JPEG,
 * so that no level is lost.
 */
export function colourOf(frame: Frame): Colour {
  const format = frame.format as number;
  if (isRgbFormat(format)) return { matrix: 'bt601', range: 'full' };
  const guess = frame.height < FIRST_HD_HEIGHT_PX ? 'bt601' : 'bt709';
  return { matrix: MATRIX_OF_SPACE.get(frame.colorSpace) ?? guess, range: rangeOf(frame, format) };
}

function rangeOf(frame: Frame, format: number): Colour['range'] {
  if (frame.colorRange === AVCOL_RANGE_JPEG) return 'full';
  if (frame.colorRange === AVCOL_RANGE_MPEG) return 'limited';
  return isFullRangeFormat(format) ? 'full' : 'limited';
}
