/** `onset models mirror`: a recognizer that looks at every window twice, once mirrored. */
import { readFileSync } from 'node:fs';
import { decodeModel, encodeModel, isMirrored, withMirror } from '../../models/onnx/index.ts';
import { writeOutput } from '../../models/train/index.ts';
import { openRecognizer } from '../engine/infer/index.ts';
import { usage } from './arguments.ts';

export interface MirrorCall {
  readonly path: string;
  readonly out: string;
  readonly isJson: boolean;
}

/** Resolves to the exit status. */
export async function mirrorModel({ path, out, isJson }: MirrorCall): Promise<number> {
  // Whatever is wrong with it is said of the file that was given, not of its copy.
  await using recognizer = await openRecognizer(path, { provider: 'cpu' });
  const model = decodeModel(readFileSync(path), recognizer.path);
  if (isMirrored(model)) throw usage(`${path} looks at mirrored windows already`, 'models');
  writeOutput(out, encodeModel(withMirror(model)));
  console.log(isJson ? JSON.stringify({ out }) : `${out}: looks at every window twice, once mirrored`);
  return 0;
}
