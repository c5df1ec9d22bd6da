import type { DatabaseSync } from 'node:sqlite';
import { AU_NUMBERS } from '../../../contract/au.ts';
import { INSERT } from './inserts.ts';

/** Microseconds of one cell: fine enough that a strip of a pixel each is right, and 2 % of the session's size. */
export const CELL_US = 250_000;

/** Cells kept in one row: a minute, so that a glance at a stretch reads little more than it. */
export const CHUNK_CELLS = 240;

/** Floats of a cell: frames that show the face, largest activity, largest intensities (left ones, then right ones). */
export const CELL_FLOATS = 2 + 2 * AU_NUMBERS.length;

export const CHUNK_BYTES = 4 * CHUNK_CELLS * CELL_FLOATS;

/** Under this number, which no track has, the source's frames are counted in place of those that show a face. */
export const ALL_FRAMES = 0;

export const SEEN = 0;
export const ACTIVITY = 1;
export const INTENSITIES = 2;

/**
 * The largest of everything in each quarter of a second, track by track: hours are drawn from this in a moment, where
 * reading their measurements takes seconds. NaN where nothing was measured.
 */
export class Overview {
  readonly #chunks = new Map<string, Chunk>();

  addSeen(trackId: number, timeUs: number): void {
    const { cells, at } = this.#cell(trackId, timeUs);
    cells[at + SEEN]!++;
  }

  addMeasured(trackId: number, timeUs: number, activity: number, au: Float32Array): void {
    const { cells, at } = this.#cell(trackId, timeUs);
    raise(cells, at + ACTIVITY, activity);
    for (let i = 0; i < au.length; i++) raise(cells, at + INTENSITIES + i, au[i]!);
  }

  write(database: DatabaseSync): void {
    const statement = database.prepare(INSERT.overview);
    for (const { track, chunk, cells } of this.#chunks.values())
      statement.run(track, chunk, new Uint8Array(cells.buffer));
  }

  #cell(track: number, timeUs: number): { cells: Float32Array; at: number } {
    const cell = Math.floor(timeUs / CELL_US);
    const chunk = Math.floor(cell / CHUNK_CELLS);
    const key = `${track} ${chunk}`;
    let found = this.#chunks.get(key);
    if (!found) this.#chunks.set(key, (found = { track, chunk, cells: emptyCells() }));
    return { cells: found.cells, at: (cell - chunk * CHUNK_CELLS) * CELL_FLOATS };
  }
}

interface Chunk {
  readonly track: number;
  readonly chunk: number;
  readonly cells: Float32Array<ArrayBuffer>;
}

function emptyCells(): Float32Array<ArrayBuffer> {
  const cells = new Float32Array(CHUNK_CELLS * CELL_FLOATS).fill(NaN);
  for (let at = SEEN; at < cells.length; at += CELL_FLOATS) cells[at] = 0;
  return cells;
}

/** NaN gives way to any number. */
function raise(cells: Float32Array, at: number, value: number): void {
  if (!(cells[at]! >= value) && !Number.isNaN(value)) cells[at] = value;
}
