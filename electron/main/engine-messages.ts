import * as v from 'valibot';
import { CHILD_MODULES, type FromEngine } from '../../contract/engine-process.ts';

/** What the shell acts on of what the engine process says; pages' bytes go through ports of their own. */
const Message = v.variant('kind', [
  v.object({ kind: v.literal('ready'), dataDir: v.string() }),
  v.object({ kind: v.literal('unable'), line: v.string() }),
  v.object({ kind: v.literal('start-child'), child: v.number(), module: v.picklist(CHILD_MODULES) }),
  v.object({ kind: v.literal('kill-child'), child: v.number() }),
  v.object({ kind: v.literal('at-work'), isAtWork: v.boolean() }),
  v.object({ kind: v.literal('answer'), id: v.number(), path: v.nullable(v.string()) }),
]);
export type EngineMessage = v.InferOutput<typeof Message> & FromEngine;

/** Null for what is not one of them. */
export function parseEngineMessage(message: unknown): EngineMessage | null {
  const parsed = v.safeParse(Message, message);
  return parsed.success ? parsed.output : null;
}
