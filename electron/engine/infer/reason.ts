/**
 * What an ONNX Runtime error says, in one line: without the place in its source code and the function's signature
 * that it begins with, and without a closing full stop (catalogue sentences have their own).
 *
 *     /onnxruntime_src/…/webgpu_context.cc:136 onnxruntime::…::<lambda()> cond was false. Failed to get an adapter
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.replaceAll(/\s+/g, ' ').trim();
  const withoutPlace = line.replace(/^\S+\.(?:cc|cpp|h):\d+ .*? was false\. /, '');
  return withoutPlace.replace(/\.$/, '');
}
