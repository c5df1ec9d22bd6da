/** ONNX Runtime as training uses it: on the processor, and with memory that runs out told apart from other failures. */
import { InferenceSession, type Tensor } from 'onnxruntime-node';

/** The machine had no more memory to give. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** Fatal messages only: failures come as exceptions, and are told in our own words. */
const QUIET = 4;

/** `threads` 0: as many as the runtime thinks best. */
export async function openSession(bytes: Uint8Array, threads: number): Promise<InferenceSession> {
  // Level "all" fuses what the backward pass transposes and multiplies; a step is a fifth faster than without.
  return await tellingMemory(() =>
    InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      graphOptimizationLevel: 'all',
      logSeverityLevel: QUIET,
    }),
  );
}

export const runSession = (
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<InferenceSession.ReturnType> => tellingMemory(() => session.run(feeds, outputs));

/** As the runtime's arena, the C++ library and V8 put it. */
const NO_MEMORY = /bad_alloc|bad allocation|failed to allocate|allocation failed|out of memory/i;

async function tellingMemory<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (NO_MEMORY.test(message)) throw new OutOfMemory(message, { cause: error });
    throw error;
  }
}
