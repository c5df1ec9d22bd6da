/** Keeps what was measured, and what people decided about it, in one SQLite file. Knows no video and no file format but its own. */
export { points68 } from './points68.ts';
export { SCHEMA_VERSION } from './schema.ts';
export { Session } from './session.ts';
export { partPath, recoverSession, SessionWriter } from './writer.ts';
