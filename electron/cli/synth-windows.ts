import { type ClipsOrder, makeClips } from '../trainer/clips/make-clips.ts';
import { SPLITS, WINDOW_SHAPE } from '../../models/data/clips/index.ts';
import { oneOf, parseArguments, usage, wholeNumber } from './arguments.ts';
import { INTERRUPTED, onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';

/** A part of synth's help: what `--preset windows` takes, which has no use for a clip's flags. */
export const WINDOWS_HELP = `onset synth --preset windows --faces DIR --out DIR   draw windows to train a recognizer on

Half a second of one face in ${WINDOW_SHAPE.frames} frames of ${WINDOW_SHAPE.sizePx} × ${WINDOW_SHAPE.sizePx} pixels, with the neutral and labels, in the folders
${SPLITS.join(', ')}: people are split by the names of their pictures. Takes some 60 ms and 280 kB a window.

  --faces DIR       a folder of portraits (.jpg, .png, .webp, .bmp), one face each
  --out DIR         where the folders go
  --count N         windows for training; validation and test get a tenth of it each (default: 8000)
  --seed N          seed of the first window; the next has the next seed (default: 1)
  --planes N        1: luma only, 3: red, green and blue (default: 1)
  --peak FROM-TO    largest displacement of an expression, in % of the distance between the eyes (default: 0.5-5, as
                    micro-expressions have; everyday expressions have 2-12)
  --units NAME      drawn or even: action units as often as emotions have them, or about as often as each other
                    (default: drawn)`;

const FLAGS = {
  preset: { type: 'string' },
  faces: { type: 'string' },
  out: { type: 'string' },
  count: { type: 'string', default: '8000' },
  seed: { type: 'string' },
  units: { type: 'string', default: 'drawn' },
  planes: { type: 'string', default: '1' },
  peak: { type: 'string' },
} as const;

export function asksForWindows(argv: readonly string[]): boolean {
  const at = argv.indexOf('--preset');
  return argv.includes('--preset=windows') || (at >= 0 && argv[at + 1] === 'windows');
}

/** `onset synth --preset windows`. Resolves to the exit status. */
export async function synthWindows(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('synth', argv, FLAGS);
  if (positionals.length > 0) throw usage(`synth does not know what to do with "${positionals[0]}"`, 'synth');
  if (values.faces === undefined) throw usage('synth wants a folder of portraits, --faces DIR', 'synth');
  if (values.out === undefined) throw usage('synth wants a folder for the windows, --out DIR', 'synth');
  const order: ClipsOrder = {
    facesDir: values.faces,
    outDir: values.out,
    count: wholeNumber('count', values.count, 1, 1),
    seed: wholeNumber('seed', values.seed, 0, 1),
    shape: { ...WINDOW_SHAPE, planes: oneOf('planes', values.planes, ['1', '3'] as const) === '3' ? 3 : 1 },
    units: oneOf('units', values.units, ['drawn', 'even'] as const),
    ...(values.peak !== undefined && { peakPctIod: parsePeaks(values.peak) }),
  };
  prepareOutputFolder(order.outDir);
  using interruption = onInterruption();
  const { made, faceless } = await makeClips(order, interruption.signal, ({ split, done, of }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${split}: ${String(done)} of ${String(of)} windows `);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  for (const name of faceless) console.error(`onset: no face is found in ${name}; it is left out.`);
  for (const { split, clips, identities } of made)
    console.log(`${split}: ${String(clips)} windows of ${String(identities)} people`);
  if (interruption.signal.aborted) return INTERRUPTED;
  const people = made.reduce((sum, { identities }) => sum + identities, 0);
  if (people < FEW) console.error(`onset: ${fewWords(people)}`);
  return 0;
}

/** With so many, every part has people by chance alone, and a score is of more than two or three of them. */
const FEW = 40;

const fewWords = (people: number): string =>
  people === 1
    ? 'one face is learnt from alone: train with --validation and clips of somebody else, or give a second face.'
    : `with ${String(people)} faces one or a few are held out, and a score of so few people says little; forty or more are better.`;

/** `0.5-5` */
function parsePeaks(text: string): readonly [number, number] {
  const [least, largest] = text.split('-').map(Number);
  if (least !== undefined && largest !== undefined && least > 0 && largest >= least && largest <= 20)
    return [least, largest];
  throw usage(`--peak wants two numbers up to 20, such as 2-12, not "${text}"`, 'synth');
}
