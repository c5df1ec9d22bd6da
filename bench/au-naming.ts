/**
 * Which action unit an event names first, against clips in which one is known to have moved.
 *
 *     node bench/au-naming.ts PORTRAITS-FOLDER [WORK-FOLDER]
 *
 * Four portraits; each moves every unit once on the left, once on the right and once on both sides, 3 to 4 % of the
 * distance between the eyes for 0.3 s at 50 fps; both families of made movement take turns. Prints the table of
 * docs/action-units.md. With WORK-FOLDER clips are kept and used again. Takes some ten minutes.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuNumber, Side } from '../contract/au.ts';
import type { EventRecord } from '../contract/session.ts';
import { readPortrait } from '../electron/cli/synth-portrait.ts';
import { writeClip } from '../electron/cli/synth-clip.ts';
import { chooseBundle } from '../electron/engine/landmarks/index.ts';
import { analyze } from '../electron/engine/pipeline.ts';
import { Session } from '../electron/engine/session/index.ts';
import { createScript, FAMILIES, STUDY_SCENE, type Script } from '../models/data/synth/index.ts';

const UNITS: readonly AuNumber[] = [1, 2, 4, 6, 9, 10, 12, 14, 15, 17, 20, 23, 25, 26];
const SIDES: readonly Side[] = ['left', 'right', 'both'];
/** The jaw, the lips' slit and the chin boss are one each: these units are the same whichever side was asked for. */
const UNSIDED: readonly AuNumber[] = [17, 25, 26];
const PORTRAITS = 4;
/** Between onsets: far enough apart that no event borders on another, or makes it look like speech. */
const EVERY_S = 2.6;

interface Trial {
  readonly au: AuNumber;
  readonly side: Side;
  readonly named: AuNumber | null;
  readonly namedSide: Side | null;
}

function scriptOf(side: Side, face: number): Script {
  const turn = face + SIDES.indexOf(side);
  const base = createScript({
    preset: 'rest',
    seed: 100 * face + SIDES.indexOf(side),
    fps: 50,
    seconds: EVERY_S * (UNITS.length + 1),
    family: FAMILIES[turn % FAMILIES.length]!,
    scene: STUDY_SCENE,
  });
  const events = UNITS.map((_, i): Script['events'][number] => {
    // Another order in every clip, so that no unit always follows the same one.
    const au = UNITS[(5 * i + 3 * turn + face) % UNITS.length]!;
    const onsetS = EVERY_S * (i + 0.8);
    return {
      kind: 'micro',
      emotion: null,
      actions: [{ au, left: side === 'right' ? 0 : 1, right: side === 'left' ? 0 : 1 }],
      peakPctIod: 3 + ((7 * i + turn) % 11) / 10,
      course: {
        onsetS,
        apexS: onsetS + 0.14,
        offsetS: onsetS + 0.3,
        plateauS: 0.04,
        rise: 'cosine',
        fall: 'cosine',
      },
    };
  });
  return { ...base, preset: 'single-units', events, blinks: [], gaze: [] };
}

async function trialsOf(clip: string, script: Script, work: string): Promise<Trial[]> {
  const sessionPath = join(work, 'naming.onset');
  rmSync(sessionPath, { force: true });
  const options = {
    model: null,
    provider: 'auto',
    faces: 1,
    bundle: 'auto',
    neutral: null,
    fps: null,
  } as const;
  const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
  await analyze(clip, sessionPath, options, hooks);
  using session = Session.open(sessionPath);
  const found = [...session.events()];
  return script.events.map(({ actions: [action], course }) => {
    const { au, left, right } = action!;
    const event = found.find((each) => touches(each, course));
    const first = event?.aus[0];
    const side: Side = UNSIDED.includes(au) || left === right ? 'both' : right === 0 ? 'left' : 'right';
    return { au, side, named: first?.au ?? null, namedSide: first?.side ?? null };
  });
}

const touches = ({ apex }: EventRecord, { onsetS, offsetS }: { onsetS: number; offsetS: number }): boolean =>
  apex.timeUs / 1e6 >= onsetS && apex.timeUs / 1e6 <= offsetS;

/** A row for every unit that moved, a column for every unit named first, then how many sides were right. */
function table(trials: readonly Trial[]): string {
  const columns = [...new Set([...UNITS, ...trials.flatMap(({ named }) => named ?? [])])].sort(
    (x, y) => x - y,
  );
  const head = ['moved', ...columns.map(String), 'not found', 'side right'];
  const rows = UNITS.map((au) => {
    const of = trials.filter((trial) => trial.au === au);
    const named = columns.map((column) => of.filter((trial) => trial.named === column).length || '');
    const right = of.filter((trial) => trial.named === au);
    const sides = right.filter((trial) => trial.namedSide === trial.side).length;
    const missed = of.filter((trial) => trial.named === null).length || '';
    return [
      `**${au}**`,
      ...named.map((n, i) => (columns[i] === au && n ? `**${n}**` : n)),
      missed,
      `${sides} of ${right.length}`,
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const [portraits, keep] = process.argv.slice(2);
if (!portraits) throw new Error('which folder of portraits?');
const work = keep ?? mkdtempSync(join(tmpdir(), 'onset naming '));
mkdirSync(work, { recursive: true });
const bundle = chooseBundle('auto');
const trials: Trial[] = [];
try {
  const pictures = readdirSync(portraits)
    .filter((name) => name.endsWith('.jpg'))
    .sort();
  const step = Math.floor(pictures.length / PORTRAITS);
  for (let face = 0; face < PORTRAITS; face++) {
    const portrait = pictures[face * step]!;
    for (const side of SIDES) {
      const script = scriptOf(side, face);
      const base = join(work, `${face}-${side}-${script.family}`);
      if (!existsSync(`${base}.mp4`)) {
        const still = await readPortrait(join(portraits, portrait), bundle);
        if (!still) throw new Error(`no face in ${portrait}`);
        await writeClip(still, script, base, portrait, new AbortController().signal);
      }
      trials.push(...(await trialsOf(`${base}.mp4`, script, work)));
      console.error(`${base}: ${portrait}, ${script.family}`);
    }
  }
} finally {
  if (!keep) rmSync(work, { recursive: true });
}
const named = trials.filter(({ named }) => named !== null);
const right = named.filter(({ au, named }) => au === named);
const sideRight = right.filter(({ side, namedSide }) => side === namedSide);
console.log(table(trials));
console.log(
  `\n${trials.length} movements, ${named.length} found, ${right.length} named first as what they were, ${sideRight.length} of these with the right side.`,
);
