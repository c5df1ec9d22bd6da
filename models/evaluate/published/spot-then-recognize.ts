/** Spotted first, then recognized (STRS), micro-expressions of long videos. */
import type { PublishedSpotThenRecognize } from './published.ts';

export const SPOT_THEN_RECOGNIZE: readonly PublishedSpotThenRecognize[] = [
  { method: 'MEAN', bySet: { 'casme-sq': 0.0809, 'samm-lv': 0.0499 }, confidence: 'repository' },
];
