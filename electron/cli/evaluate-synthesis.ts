/** `onset evaluate synthesis`: how good a generator's faces are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedRecognizer } from '../engine/infer/index.ts';
import { measureSynthesis, QUALITY_TABLES } from '../trainer/synthesis-quality/index.ts';
import { parseArguments, usage, wholeNumber } from './arguments.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';

export const EVALUATE_SYNTHESIS_HELP = `onset evaluate synthesis MODEL --data DIR --out DIR   how good a generator's faces are

MODEL is the generator.onnx of a run of "onset train ice-gan" or "onset train au-icgan", DIR clips of people that it has
not learnt from. Measured are likeness and sharpness, whose face it still is, where it changes, what it remembers of
its training, how far the made pictures are from real ones as the recognizer sees them, and whether the action unit
that is asked for is what the analysis finds. Beside it stand the copy of the face at rest and the clips' own apexes.

  --data DIR         clips of held-out people
  --training DIR     clips that it has learnt from: how near made pictures come to them
  --out DIR          where tables and pictures go (default: onset-synthesis)
  --recognizer FILE  whose answers are compared (default: the one that comes with Onset), or none
  --pairs N          clips that pictures are made of (default: 100)
  --people N         people whose made sequences are analysed (default: 4)
  --json             the result as one JSON object on standard output

Exit status: 0 done, 2 the call is wrong, 3 data or model cannot be read.`;

/** `argv` without the word `synthesis`. Resolves to the exit status. */
export async function evaluateSynthesis(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('evaluate synthesis', argv, {
    data: { type: 'string' },
    training: { type: 'string' },
    out: { type: 'string', default: 'onset-synthesis' },
    recognizer: { type: 'string' },
    pairs: { type: 'string', default: '100' },
    people: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0)
    throw usage('evaluate synthesis wants one generator file', 'evaluate synthesis');
  if (values.data === undefined) throw usage('evaluate synthesis wants --data DIR', 'evaluate synthesis');
  prepareOutputFolder(values.out);
  using interruption = onInterruption();
  const quality = await measureSynthesis(
    {
      model,
      data: values.data,
      training: values.training ?? null,
      outDir: values.out,
      recognizer: values.recognizer === 'none' ? null : (values.recognizer ?? shippedRecognizer()),
      pairs: wholeNumber('pairs', values.pairs, 2, 2),
      people: wholeNumber('people', values.people, 1, 1),
    },
    interruption.signal,
    (what) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${what}`);
    },
  );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(values.json ? JSON.stringify(quality) : readFileSync(join(values.out, QUALITY_TABLES), 'utf8'));
  return 0;
}
