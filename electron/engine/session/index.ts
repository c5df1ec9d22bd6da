/**
 * Keeps what was measured, and what people decided about it, in one SQLite file. Knows no video and no file format but
 * its own.
 */
export {
  ACTIVITY as OVERVIEW_ACTIVITY,
  ALL_FRAMES,
  CELL_FLOATS as OVERVIEW_FLOATS,
  CELL_US as OVERVIEW_CELL_US,
  INTENSITIES as OVERVIEW_INTENSITIES,
  Overview,
  SEEN as OVERVIEW_SEEN,
} from './overview.ts';
export { points68 } from './points68.ts';
export { Session } from './session.ts';
export { rowCounts } from './row-counts.ts';
export { partPath, recoverSession, SessionWriter } from './writer.ts';
