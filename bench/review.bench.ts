/**
 * Opening a session of eight hours (30 frames a second, one face) with 10,000 events, and its heat strip, beside
 * reading the same from the measurements row by row. Budget: 2 s until the page has the session.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewHandlers } from '../electron/app/review/index.ts';
import { Session } from '../electron/engine/session/index.ts';
import { reviewContext, SESSION } from '../test/helpers/review-context.ts';
import { median, record } from './harness.ts';
import { FRAMES, timeOf, writeLongSession } from './long-session.ts';

const BINS = 1200;
const ROUNDS = 5;
/** Read row by row for a minute's worth, then counted up: all of it would only take longer. */
const SHARE = 1 / 20;

const folder = mkdtempSync(join(tmpdir(), 'onset-bench-'));
const path = join(folder, 'long.onset');
const writtenS = await seconds(() => writeLongSession(path));
const sizeMb = statSync(path).size / 1e6;
const session = SESSION;
const review = reviewHandlers(reviewContext(path).context);

const opens: number[] = [];
const openCpuMs: number[] = [];
const strips: number[] = [];
const closeUps: number[] = [];
const decisions: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const cpuBefore = process.cpuUsage();
  opens.push(await seconds(() => review['review.open']({ session })));
  const { user, system } = process.cpuUsage(cpuBefore);
  openCpuMs.push((user + system) / 1000);
  const whole = { session, track: 1, bins: BINS, fromUs: 0, toUs: timeOf(FRAMES) };
  strips.push(await seconds(() => review['review.curves'](whole)));
  const minute = { ...whole, fromUs: timeOf(FRAMES / 2), toUs: timeOf(FRAMES / 2) + 60e6 };
  closeUps.push(await seconds(() => review['review.curves'](minute)));
  const unmoved = { onsetFrame: null, apexFrame: null, offsetFrame: null, label: null };
  const decide = { session, event: round + 1, rater: 'Ann', verdict: 'confirm', ...unmoved } as const;
  decisions.push(await seconds(() => review['review.decide'](decide)));
}
const rowByRowS = (await seconds(() => readMeasurements())) / SHARE;
await review['review.close']({ session });
rmSync(folder, { recursive: true });

record(
  'review',
  [
    {
      what: 'heat strip of 8 h',
      ...{ ours: 1000 * median(strips), peer: 1000 * rowByRowS, peerName: 'row by row', unit: 'ms' },
      ...{ ratio: median(strips) / rowByRowS, samples: ROUNDS },
    },
    {
      what: 'opening, 10,000 events',
      ...{ ours: 1000 * median(opens), peer: 2000, peerName: 'the budget', unit: 'ms' },
      ...{ ratio: median(opens) / 2, samples: ROUNDS },
    },
  ],
  `Less is better. First opening ${ms(opens[0]!)}; the processor's time in an opening ${median(openCpuMs).toFixed(0)} ms; a minute's curves ${ms(median(closeUps))}; a decision ${ms(median(decisions))}. ` +
    `The session has ${sizeMb.toFixed(0)} MB and was written in ${writtenS.toFixed(0)} s.`,
);

function readMeasurements(): void {
  using reader = Session.open(path);
  let largest = 0;
  for (const { activity } of reader.measurements(1, { fromUs: 0, toUs: SHARE * timeOf(FRAMES) }))
    largest = Math.max(largest, activity);
  if (!(largest > 0)) throw new Error('internal: nothing was read');
}

async function seconds(act: () => unknown): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}

function ms(s: number): string {
  return `${(1000 * s).toFixed(0)} ms`;
}
