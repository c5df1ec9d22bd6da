/** `onset analyze`: many inputs, each to a session and the files other programs read. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalysisSummary, AnalyzeOptions, AnalyzeProgress } from '../../contract/analysis.ts';
import { OnsetError } from '../../contract/errors.ts';
import { NativeLoadError } from '../../native/index.ts';
import type { FilesOrder } from '../engine/export-files.ts';
import type { ExportFormat } from '../engine/export/index.ts';
import { type AnalyzeCall, parseAnalyzeCall } from './analyze-call.ts';
import type { AnalyzeEvent, Failed, Report } from './analyze-events.ts';
import { analyzeInChild } from './analyze-in-child.ts';
import { usage } from './arguments.ts';
import { isFinished } from './earlier-result.ts';
import { findInputs, type Input } from './find-inputs.ts';
import { INTERRUPTED } from './interruption.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { createReport, type Terminal } from './report.ts';

/** The engine, as this command needs it. */
export interface Engine {
  /** The recognizer that is used unless the call says otherwise; null where none came with Onset. */
  readonly shippedModel: string | null;
  readonly analyze: (
    input: string,
    sessionPath: string,
    options: AnalyzeOptions,
    hooks: { readonly signal: AbortSignal; readonly onProgress: (progress: AnalyzeProgress) => void },
  ) => Promise<AnalysisSummary>;
  /** Writes the files beside the session. Of a finished one, only those that are not there yet. */
  readonly exportResults: (
    sessionPath: string,
    order: FilesOrder,
    onlyMissing: boolean,
    signal: AbortSignal,
  ) => Promise<{
    readonly files: readonly string[];
    readonly micro: number;
    readonly macro: number;
    readonly warnings: readonly string[];
  }>;
}

/** Resolves to the exit status. */
export async function analyzeCommand(
  argv: readonly string[],
  engine: Engine,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const call = parseAnalyzeCall(argv, engine.shippedModel);
  if (call.options.model !== null && !existsSync(call.options.model)) {
    throw new OnsetError('input-not-found', { path: call.options.model });
  }
  const { inputs, failures, repeated } = findInputs(call.paths);
  if (call.name !== null && inputs.length > 1) throw usage('--name wants a single input', 'analyze');
  prepareOutputFolder(call.outDir);

  using report = createReport(call.json, inputs.length, terminal);
  const failed: Failed[] = [];
  const tell: Report = (event) => {
    if (event.event === 'failed') failed.push(event);
    report.tell(event);
  };
  for (const { path, error } of failures) tell(describeFailure(path, error));
  for (const path of repeated) tell({ event: 'skipped', input: path, reason: 'repeated', session: null });

  const analyzeOne = call.jobs > 1 && inputs.length > 1 ? analyzeInChild : analyzeHere;
  const queue = inputs.map((input) => (call.name === null ? input : { ...input, name: call.name }));
  const work = async (): Promise<void> => {
    for (let input = queue.shift(); input !== undefined && !signal.aborted; input = queue.shift()) {
      await analyzeOne(input, call, { engine, signal, tell });
    }
  };
  await Promise.all(Array.from({ length: Math.min(call.jobs, inputs.length) }, work));

  if (signal.aborted) {
    if (!call.json)
      terminal.err('onset: interrupted. What is finished is kept, and skipped when you call again.\n');
    return INTERRUPTED;
  }
  return Math.max(0, ...failed.map(({ exit }) => exit)); // 3, an unreadable input, says more than 1
}

interface Work {
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly tell: Report;
}

async function analyzeHere(input: Input, call: AnalyzeCall, { engine, signal, tell }: Work): Promise<void> {
  try {
    tell(await analyzeInput(input, call, engine, signal, tell));
  } catch (error) {
    if (!signal.aborted) tell(describeFailure(input.path, error));
  }
}

async function analyzeInput(
  { path, name }: Input,
  call: AnalyzeCall,
  engine: Engine,
  signal: AbortSignal,
  tell: Report,
): Promise<AnalyzeEvent> {
  const session = join(call.outDir, `${name}.onset`);
  const formats: readonly ExportFormat[] = [...new Set<ExportFormat>(['json', ...call.formats])];
  const order = { formats, ...call.look, outDir: call.outDir, baseName: name };
  if (!call.force && (await isFinished(session, path, call.options))) {
    await engine.exportResults(session, order, true, signal);
    return { event: 'skipped', input: path, reason: 'finished', session };
  }
  tell({ event: 'started', input: path });
  const onProgress = (progress: AnalyzeProgress): void => {
    tell({
      event: 'progress',
      input: path,
      frames: progress.frames,
      total_frames: progress.totalFrames,
      media_s: progress.mediaS,
      realtime_factor: progress.realtimeFactor,
      left_s: progress.leftS,
    });
  };
  const summary = await engine.analyze(path, session, call.options, { signal, onProgress });
  const { warnings, ...results } = await engine.exportResults(session, order, false, signal);
  return {
    event: 'finished',
    input: path,
    session,
    ...results,
    frames: summary.frames,
    tracks: summary.tracks,
    wall_s: summary.wallS,
    realtime_factor: summary.realtimeFactor,
    warnings: [...summary.warnings, ...warnings],
  };
}

/** What went wrong with an input; an error that is not the world's is ours, and says so. */
function describeFailure(input: string, error: unknown): Failed {
  if (error instanceof OnsetError) {
    const { code, message, remedy, exitStatus } = error as OnsetError;
    return { event: 'failed', input, code, message, remedy, exit: exitStatus };
  }
  if (error instanceof NativeLoadError) {
    const { code, sentence: message, remedy, exitStatus } = error;
    return { event: 'failed', input, code, message, remedy, exit: exitStatus };
  }
  const reason = error instanceof Error ? `${error.message}${placeOf(error)}` : String(error);
  return {
    event: 'failed',
    input,
    code: 'internal',
    message: `${input}: an error in Onset itself: ${reason}.`,
    remedy: 'Please report it, with what "onset doctor" prints.',
    exit: 1,
  };
}

/** ` (at spot/peaks.ts:58)`: enough for a report to be of use, and still one line. */
function placeOf({ stack }: Error): string {
  const match = /([\w-]+\/[\w.-]+\.ts:\d+):\d+\)?$/m.exec(stack ?? '');
  return match ? ` (at ${match[1]!})` : '';
}
