import { LANDMARK_COUNT, type Mesh } from '../../../contract/landmarks.ts';
import { CROP_PLANES, cropBytes, RECIPE } from '../../../contract/recipe.ts';

/** A still face as the engine's aligner cuts it out (contract/recipe.ts), with its mesh in pixels of that crop. */
export interface AlignedPortrait {
  /** The picture's file name; says which split the person belongs to. */
  readonly name: string;
  /** Planes red, green, blue, luma of the recipe's size. */
  readonly crop: Uint8Array;
  readonly mesh: Mesh;
}

const MESH_BYTES = LANDMARK_COUNT * 3 * Float32Array.BYTES_PER_ELEMENT;
const ALIGNED_BYTES = MESH_BYTES + cropBytes(RECIPE);

/** The mesh's floats (little endian), then the crop's planes. */
export function packPortrait({ crop, mesh }: AlignedPortrait): Uint8Array {
  const bytes = new Uint8Array(ALIGNED_BYTES);
  bytes.set(new Uint8Array(mesh.buffer, mesh.byteOffset, MESH_BYTES));
  bytes.set(crop, MESH_BYTES);
  return bytes;
}

/** Null where the bytes are not what `packPortrait` writes. */
export function unpackPortrait(name: string, bytes: Uint8Array): AlignedPortrait | null {
  if (bytes.length !== ALIGNED_BYTES) return null;
  // A copy of its own: a file's buffer need not begin at a multiple of four.
  const own = Uint8Array.from(bytes);
  const mesh = new Float32Array(own.buffer, 0, MESH_BYTES / Float32Array.BYTES_PER_ELEMENT);
  return mesh.every(Number.isFinite) ? { name, mesh, crop: own.subarray(MESH_BYTES) } : null;
}

/** A portrait at the size of a network's window. */
export interface SmallPortrait {
  readonly sizePx: number;
  /** One plane of luma, or red, green and blue; grey levels. */
  readonly planes: readonly Float32Array[];
  readonly mesh: Mesh;
}

/** Averages blocks of pixels, as the engine's window does. `sizePx` divides the recipe's size. */
export function shrinkPortrait(
  { crop, mesh }: AlignedPortrait,
  sizePx: number,
  planes: 1 | 3,
): SmallPortrait {
  const full = RECIPE.sizePx;
  const factor = full / sizePx;
  if (!Number.isInteger(factor)) throw new Error(`internal: windows of ${String(sizePx)} px`);
  const first = planes === 1 ? CROP_PLANES - 1 : 0;
  return {
    sizePx,
    planes: Array.from({ length: planes }, (_, k) =>
      boxMean(crop.subarray((first + k) * full * full, (first + k + 1) * full * full), full, factor),
    ),
    // Pixel centres lie at integers in both: (x + 1/2) / factor − 1/2. Depth scales along.
    mesh: mesh.map((value, i) => (i % 3 === 2 ? value / factor : (value + 0.5) / factor - 0.5)),
  };
}

function boxMean(plane: Uint8Array, sizePx: number, factor: number): Float32Array {
  const small = sizePx / factor;
  const out = new Float32Array(small * small);
  for (let y = 0; y < sizePx; y++) {
    const row = Math.floor(y / factor) * small;
    for (let x = 0; x < sizePx; x++) {
      const at = row + Math.floor(x / factor);
      out[at] = out[at]! + plane[y * sizePx + x]! / (factor * factor);
    }
  }
  return out;
}
