/** `onset generate`: clips of micro-expressions that a generator makes, to train recognizers on. */
import { generateClips } from '../trainer/generation/index.ts';
import { parseArguments, usage, wholeNumber } from './arguments.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';

export const GENERATE_HELP = `onset generate MODEL --data DIR --out DIR   make clips with a generator, of faces in a folder of clips

MODEL is the generator.onnx of a run of "onset train au-icgan" or "onset train ice-gan". Every person of --data shows
every class as often as the others; what a class looks like is taken from clips of it there, of any person. Give only
clips of people that may be learnt from: a clip is as much of the person whose face it shows as of the one whose
movement it repeats, and says both. Sessions cannot be given: faces of participants are not synthesised.

  --data DIR     clips, as "onset synth --preset windows" and "onset data prepare" write them
  --out DIR      folder of the new clips (default: onset-generated)
  --clips N      clips of each class (default: 300)
  --seed N       which faces, movements and random numbers (default: 1)
  --mp4 N        so many clips as videos, too (default: 0)
  --sheet        a picture of some faces at rest, half way, at the apex, and of what differs
  --visible-mark stripes in videos and picture say that they are made; their files say so in any case
  --json         one JSON object on standard output

Exit status: 0 done, 1 failed, 2 the call is wrong, 3 model or clips cannot be read, 130 interrupted.`;

/** Resolves to the exit status. */
export async function generateCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('generate', argv, {
    data: { type: 'string' },
    out: { type: 'string', default: 'onset-generated' },
    clips: { type: 'string' },
    seed: { type: 'string' },
    mp4: { type: 'string' },
    sheet: { type: 'boolean', default: false },
    'visible-mark': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0) throw usage('generate wants one generator file', 'generate');
  if (values.data === undefined) throw usage('generate wants --data with a folder of clips', 'generate');
  prepareOutputFolder(values.out);
  using interruption = onInterruption();
  const generated = await generateClips(
    {
      model,
      data: values.data,
      whom: 'everybody',
      outDir: values.out,
      perClass: wholeNumber('clips', values.clips, 1, 300),
      seed: wholeNumber('seed', values.seed, 0, 1),
      videos: wholeNumber('mp4', values.mp4, 0, 0),
      hasSheet: values.sheet,
      hasVisibleMark: values['visible-mark'],
    },
    interruption.signal,
    ({ done, of }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${String(done)} of ${String(of)} clips `);
    },
  );
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (generated === null) return INTERRUPTED;
  const { clips, people, leftOut, sheet, videos } = generated;
  if (values.json)
    console.log(JSON.stringify({ out: values.out, clips, people, left_out: leftOut, sheet, videos }));
  else {
    console.log(`${values.out}: ${String(clips)} made clips of ${String(people)} people`);
    if (leftOut.length > 0) console.log(`None of ${leftOut.join(', ')}: the generator was not taught them.`);
    for (const path of [...videos, ...(sheet === null ? [] : [sheet])]) console.log(path);
  }
  return 0;
}

/** As shells report a program that Ctrl-C ended. */
const INTERRUPTED = 130;
