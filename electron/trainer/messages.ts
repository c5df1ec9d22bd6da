/** What goes between a process that trains and whoever started it. */
import type { TrainingCall, TrainingCommand, TrainingEvent } from '../../contract/training.ts';

export type ToTrainer =
  | { readonly kind: 'start'; readonly call: TrainingCall; readonly priority: number }
  | { readonly kind: 'command'; readonly command: TrainingCommand };

export type FromTrainer =
  | { readonly kind: 'event'; readonly event: TrainingEvent }
  /** The world failed: an error of the catalogue, to be made again from its code and facts. */
  | { readonly kind: 'failed'; readonly code: string; readonly facts: Readonly<Record<string, unknown>> }
  /** We failed. */
  | { readonly kind: 'crashed'; readonly stack: string };
