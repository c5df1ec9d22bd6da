/**
 * What every bench shares: timing, the median, and writing results down with the machine they were measured on.
 * A bench measures ours and its peer in one process (or one script), because absolute times say little.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';

export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** Unit of `ours` and `peer`, for instance `ms/frame`. */
  readonly unit: string;
  /** The figure the budget speaks of; say in `what` which way round it is. */
  readonly ratio: number;
  readonly samples: number;
}

/** No host names and no paths: results are published with the source. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly platform: string;
  readonly date: string;
}

const RESULTS = join(import.meta.dirname, 'results');

/** Writes `bench/results/<name>.json` and prints the rows as a table. */
export function record(name: string, rows: readonly BenchRow[], note?: string, folder = RESULTS): void {
  if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`internal: "${name}" is no name for a bench`);
  if (rows.length === 0) throw new Error(`internal: bench "${name}" recorded nothing`);
  const machine = describeMachine();
  const result = note === undefined ? { bench: name, machine, rows } : { bench: name, machine, rows, note };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`${name}: ${machine.cpu}, ${String(machine.cores)} cores, Node ${machine.node}`);
  console.log(formatTable(rows));
  if (note !== undefined) console.log(note);
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('internal: the median of nothing');
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median wall milliseconds of `runs` calls, after one call that is not counted (compilation, caches). */
export async function time(fn: () => unknown, runs: number): Promise<number> {
  await fn();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const result = fn();
    if (result instanceof Promise) await result; // awaiting a synchronous result would add a turn of the loop
    times.push(performance.now() - start);
  }
  return median(times);
}

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    date: new Date().toISOString().slice(0, 10),
  };
}

export function formatTable(rows: readonly BenchRow[]): string {
  const head = ['what', 'ours', 'peer', 'unit', 'ratio', 'samples', 'peer is'];
  const body = rows.map((row) => [
    row.what,
    figure(row.ours),
    figure(row.peer),
    row.unit,
    figure(row.ratio),
    String(row.samples),
    row.peerName,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...body.map((cells) => cells[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(head), ...body.map(line)].join('\n');
}

/** Three significant digits: timings on a shared machine carry no more. */
function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
}
