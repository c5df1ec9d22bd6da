/** How long making clips takes on this machine: as long as it took the last time. */
import * as v from 'valibot';
import { readJson, writeJson } from '../json-file.ts';
import type { Log } from '../problem.ts';

/**
 * Seconds of one clip, by what it is made of or, of generated ones, by the run whose generator made it: drawing, cutting
 * out and each generator have little in common.
 */
const Kept = v.record(v.string(), v.number());

export class PreparationTimes {
  readonly #path: string;
  #clipS: v.InferOutput<typeof Kept>;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#clipS = readJson(path, Kept, log) ?? {};
  }

  /** Fewer clips than some are a start of programs rather than a rate. */
  note(kind: string, clips: number, seconds: number): void {
    if (clips < LEAST_CLIPS) return;
    this.#clipS = { ...this.#clipS, [kind]: seconds / clips };
    writeJson(this.#path, this.#clipS);
  }

  /** Null where none of that kind was ever made here. */
  secondsOf(kind: string, clips: number): number | null {
    const each = this.#clipS[kind];
    return each === undefined ? null : each * clips;
  }
}

const LEAST_CLIPS = 10;
