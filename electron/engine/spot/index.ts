/**
 * spot/: from what moves to candidate events.
 *
 * In: one face's signals, frame by frame. Out: events with onset, apex and offset. Knows numbers only, neither
 * pictures nor files, and names no emotion.
 */
export { activityOf } from './events.ts';
export { PresentActivity } from './present-activity.ts';
export { Spotter } from './spotter.ts';
