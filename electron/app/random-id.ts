import { randomBytes } from 'node:crypto';

/** What a session, job or upload is called between processes: 16 hexadecimal digits that nobody can guess. */
export const randomId = (): string => randomBytes(8).toString('hex');
