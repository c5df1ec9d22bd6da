import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { reasonOfWriting } from '../../contract/file-reason.ts';
import { THEMES } from '../../contract/shell.ts';

const Rectangle = { x: v.number(), y: v.number(), width: v.number(), height: v.number() };

/** What the shell keeps from one start to the next. Settings of the application are the engine's affair. */
const ShellState = v.object({
  /** Null at the first start. */
  window: v.nullable(v.object({ ...Rectangle, isMaximized: v.boolean(), isFullScreen: v.boolean() })),
  theme: v.picklist(THEMES),
});
export type ShellState = v.InferOutput<typeof ShellState>;
export type KeptWindow = NonNullable<ShellState['window']>;

export interface KeptState {
  readonly value: ShellState;
  change(change: Partial<ShellState>): void;
}

/** A file that is missing or damaged is a first start: there is nothing in it that a person would miss. */
export function openShellState(folder: string): KeptState {
  const path = join(folder, 'shell.json');
  let value = read(path);
  return {
    get value() {
      return value;
    },
    change(change) {
      value = { ...value, ...change };
      try {
        writeFileSync(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
        renameSync(`${path}.tmp`, path);
      } catch (error) {
        // A full disk must not keep a window from closing; the next one opens where the last but one was.
        console.error(`onset: ${path} could not be written: ${reasonOfWriting(error)}`);
      }
    },
  };
}

function read(path: string): ShellState {
  const parsed = v.safeParse(ShellState, parse(path));
  return parsed.success ? parsed.output : { window: null, theme: 'system' };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}
