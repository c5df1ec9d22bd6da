/** Where things lie in the checkout. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What set-up and tests keep for themselves; may be deleted at any time. */
export const CACHE = join(ROOT, '.cache');

/** Landmark networks: made at set-up, copied or downloaded. */
export const BUNDLES = join(ROOT, 'models', 'bundles');
