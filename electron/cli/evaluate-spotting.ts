/** `onset evaluate spotting`: the engine over long videos, counted as the Micro-Expression Grand Challenge does. */
import { join } from 'node:path';
import type { SpottingResult } from '../../contract/spotting-evaluation.ts';
import { summarizeSpotting, writeSpottingReports } from '../../models/evaluate/report/index.ts';
import { shippedRecognizer } from '../engine/infer/index.ts';
import {
  evaluateSpotting as evaluate,
  SPOTTED_SETS,
  SPOTTING_RESULT,
  type SpottingEvent,
} from '../trainer/spotting/index.ts';
import { oneOf, parseArguments, usage } from './arguments.ts';
import { onInterruption } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { parseData } from './evaluate-call.ts';

export const EVALUATE_SPOTTING_HELP = `onset evaluate spotting --data NAME=DIR…   how well expressions are found in long videos

Runs the analysis on every video and compares its events with the labels as the Micro-Expression Grand Challenge
counts: at least half of the frames in common, micro- and macro-expressions apart, counts added over videos. Where
labels name emotions, those of what was found are scored too.

  --data NAME=DIR   casme-sq, samm-lv, own, or made for clips of "onset synth"; may be given several times
  --out DIR         where results go (default: onset-spotting)
  --model FILE      the recognizer that names emotions (default: the one that comes with Onset), or none
  --landmarks NAME  auto, mesh, official (default: auto)
  --json            one JSON object a line on standard output instead of text

Videos that are done stay done, so the same call goes on where it was cut off. Ctrl-C writes the table of what is
done. Exit status: 0 done, 1 a video could not be analyzed, 2 the call is wrong, 3 data cannot be read.`;

const INTERRUPTED = 130;

/** `argv` without the word `spotting`. Resolves to the exit status. */
export async function evaluateSpotting(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('evaluate spotting', argv, {
    data: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: 'onset-spotting' },
    model: { type: 'string' },
    landmarks: { type: 'string', default: 'auto' },
    json: { type: 'boolean', default: false },
  });
  if (positionals.length > 0)
    throw usage(`evaluate spotting does not know what to do with "${positionals[0]}"`, 'evaluate spotting');
  if (values.data.length === 0) throw usage('evaluate spotting wants --data NAME=DIR', 'evaluate spotting');
  const options = {
    model: values.model === 'none' ? null : (values.model ?? shippedRecognizer()),
    provider: 'cpu',
    // One person in every video of the sets.
    faces: 1,
    bundle: oneOf('landmarks', values.landmarks, ['auto', 'mesh', 'official']),
    neutral: null,
    fps: null,
  } as const;
  const data = values.data
    .map(parseData)
    .map(({ name, folder }) => ({ name: oneOf('data', name, SPOTTED_SETS), folder }));
  prepareOutputFolder(values.out);
  using interruption = onInterruption();
  const { signal } = interruption;
  const tell = values.json ? tellJson : tellText;
  const result = await evaluate({ data, options, folder: values.out }, { signal, tell });
  const files = [join(values.out, SPOTTING_RESULT), ...(await writeSpottingReports(result, values.out))];
  if (values.json) console.log(JSON.stringify({ event: 'ended', files, ...countsOf(result) }));
  else console.log(`${linesOf(result).join('\n')}\nWritten: ${files.join('  ')}`);
  if (signal.aborted) return INTERRUPTED;
  return result.leftOut.length > 0 ? 1 : 0;
}

function tellText(event: SpottingEvent): void {
  switch (event.event) {
    case 'started':
      erase();
      console.log(`${event.place + 1} of ${event.of}: ${event.video}`);
      return;
    case 'progress':
      if (process.stderr.isTTY && event.share !== null)
        process.stderr.write(`\r\x1b[K${event.video} ${Math.round(100 * event.share)} %`);
      return;
    case 'done':
      erase();
      console.log(
        `${event.video.video}: ${event.video.known.length} known, ${event.video.found.length} found${event.wasKept ? ' (done before)' : ''}`,
      );
      return;
    case 'left-out':
      erase();
      console.error(`onset: ${event.video} is left out: ${event.reason}`);
      return;
    default:
      event satisfies never;
  }
}

function erase(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}

/** Progress is for eyes alone. */
function tellJson(event: SpottingEvent): void {
  if (event.event !== 'progress') console.log(JSON.stringify(event));
}

const countsOf = (result: SpottingResult) => summarizeSpotting(result).all.counts;

function linesOf(result: SpottingResult): string[] {
  const { all } = summarizeSpotting(result);
  return (['micro', 'macro', 'all'] as const).map((kind) => {
    const { truePositives, falsePositives, falseNegatives } = all.counts[kind];
    return `${kind}: F1 ${all.scores[kind].f1.toFixed(4)} (${truePositives} found, ${falseNegatives} missed, ${falsePositives} false)`;
  });
}
