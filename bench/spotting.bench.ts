/**
 * How well the spotter finds known micro-expressions, on made clips: `node bench/run.ts spotting` (a small set,
 * minutes), `… spotting --full` (all), `… spotting --only=rest,speech --clips=2` (at most two clips of each of those
 * conditions), `… --kept=FOLDER,FOLDER` (clips that an earlier version of the code that draws left in
 * `.cache/spotting/`, so that spotters are compared on the same pictures). The whole pipeline runs, from the video file
 * to the session. Rows of conditions that were not run are kept from before; every row says of how many clips and with
 * which commit it was made.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { SpottedEvent } from '../contract/spot.ts';
import { analyze } from '../electron/engine/pipeline.ts';
import { Session } from '../electron/engine/session/index.ts';
import { describeMachine } from './harness.ts';
import { CONDITIONS, type ClipPlan, type Condition } from './spotting/conditions.ts';
import { FACES, keptClip, madeClip, type MadeClip } from './spotting/made-clips.ts';
import { markdownTable } from './spotting/table.ts';
import { Tally, type ConditionResult } from './spotting/tally.ts';

interface Row extends ConditionResult {
  readonly commit: string;
  readonly date: string;
  /** Where the clips were kept by an earlier version of what draws them; absent where they were drawn for this run. */
  readonly kept?: readonly string[];
}

const RESULTS = join(import.meta.dirname, 'results', 'spotting.json');

if (existsSync(FACES)) await bench(process.argv.slice(2));
else console.warn(`SKIPPED: there are no portraits at ${FACES}, so no clip can be made.`);

async function bench(asked: readonly string[]): Promise<void> {
  const only = asked
    .find((flag) => flag.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const isSmall = !only && !asked.includes('--full');
  const most = Number(
    asked.find((flag) => flag.startsWith('--clips='))?.slice('--clips='.length) ?? Infinity,
  );
  const kept = asked
    .find((flag) => flag.startsWith('--kept='))
    ?.slice('--kept='.length)
    .split(',');
  const clipOf = async (plan: ClipPlan): Promise<MadeClip | null> =>
    kept
      ? (kept.map((each) => keptClip(each, plan)).find((clip) => clip !== null) ?? null)
      : await madeClip(plan);
  const folder = mkdtempSync(join(tmpdir(), 'onset spotting '));
  try {
    for (const condition of CONDITIONS) {
      if (only && !only.some((name) => condition.name.startsWith(name))) continue;
      const clips = condition.clips.slice(0, Math.min(most, isSmall ? condition.small : Infinity));
      if (clips.length === 0) continue;
      const result = await run({ ...condition, clips }, clipOf, folder);
      if (result.clips > 0) keep({ ...result, ...(kept && { kept: kept.map((each) => basename(each)) }) });
    }
    console.log(`\n${markdownTable(rowsBefore())}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  { name, clips }: Condition,
  clipOf: (plan: ClipPlan) => Promise<MadeClip | null>,
  folder: string,
): Promise<ConditionResult> {
  const tally = new Tally(name);
  for (const plan of clips) {
    const clip = await clipOf(plan);
    if (!clip) continue;
    const { path, labels } = clip;
    const events = await spot(path, join(folder, `${plan.name}.onset`));
    tally.add(plan.name, labels, events);
    console.log(`${plan.name}: ${String(events.length)} events found, ${String(labels.events.length)} true`);
  }
  const result = tally.result();
  console.log(line(result));
  for (const miss of result.missed) console.log(`  missed  ${miss}`);
  for (const each of result.falseOnes) console.log(`  false   ${each}`);
  return result;
}

async function spot(clip: string, sessionPath: string): Promise<SpottedEvent[]> {
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
  return [...session.events()];
}

function line({
  condition,
  clips,
  micro,
  apexErrorMs,
  falsePerMinute,
  macro,
  recallBySize,
}: ConditionResult): string {
  const bySize = recallBySize.map(
    ({ pctIod, hits, true: of }) => `${pctIod} %: ${String(hits)}/${String(of)}`,
  );
  return [
    `${condition} (${String(clips)} clips): F1 ${micro.f1.toFixed(2)}`,
    `micro ${String(micro.hits)}/${String(micro.true)}, false ${String(micro.falseEvents)} (${falsePerMinute.toFixed(1)} a minute)`,
    `apex ${apexErrorMs === null ? 'none' : `${String(apexErrorMs)} ms`}`,
    `macro ${String(macro.hits)}/${String(macro.true)}, false ${String(macro.falseEvents)}`,
    bySize.join(', '),
  ].join('; ');
}

/** Written after every condition: a long run that is stopped keeps what it has. */
function keep(result: ConditionResult & Pick<Row, 'kept'>): void {
  const machine = describeMachine();
  const row: Row = { ...result, commit: commit(), date: machine.date };
  const before = rowsBefore();
  const rows = CONDITIONS.flatMap(({ name }) => {
    const old = before.find(({ condition }) => condition === name);
    return name === row.condition ? [row] : old ? [old] : [];
  });
  const note =
    'Clips made from still portraits (models/data/synth, test/helpers/bump-face.ts): kinder than life. F1 at IoU ≥ 0.5, one-to-one.';
  writeFileSync(RESULTS, `${JSON.stringify({ bench: 'spotting', machine, note, rows }, null, 2)}\n`);
}

function rowsBefore(): readonly Row[] {
  if (!existsSync(RESULTS)) return [];
  return (JSON.parse(readFileSync(RESULTS, 'utf8')) as { readonly rows: readonly Row[] }).rows;
}

/** The commit of the source, with a mark where engine files differ from it; unknown outside a checkout. */
function commit(): string {
  const git = (...asked: string[]): string =>
    execFileSync('git', asked, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const isChanged =
      git('status', '--porcelain', '--', '../electron/engine', '../native', '../contract') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`;
  } catch (error) {
    console.warn(`The commit is not known: ${error instanceof Error ? error.message : String(error)}`);
    return 'unknown';
  }
}
