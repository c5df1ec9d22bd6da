import { existsSync } from 'node:fs';
import { shippedRecognizer } from '../engine/infer/index.ts';
import { Session } from '../engine/session/index.ts';
import { exportFiles, type FilesOrder, filesOf } from '../engine/export-files.ts';
import type { ExportFormat } from '../engine/export/index.ts';
import type { Analyzer } from '../engine/pipeline.ts';
import { analyzeCommand, type Engine } from './analyze.ts';
import { onInterruption } from './interruption.ts';
import { processTerminal } from './report.ts';

/** `onset analyze` with the real engine, on the real terminal. */
export async function runAnalyze(argv: readonly string[]): Promise<number> {
  using interruption = onInterruption();
  await using engine = new LoadedEngine();
  return await analyzeCommand(argv, engine, processTerminal(), interruption.signal);
}

class LoadedEngine implements Engine, AsyncDisposable {
  readonly shippedModel = shippedRecognizer();
  #analyzer: Analyzer | null = null;

  async analyze(...call: Parameters<Engine['analyze']>): ReturnType<Engine['analyze']> {
    // Loaded with the first input: a call that is wrong should not wait for networks and codecs.
    this.#analyzer ??= new (await import('../engine/pipeline.ts')).Analyzer();
    return await this.#analyzer.analyze(...call);
  }

  async exportResults(
    ...[sessionPath, order, onlyMissing, signal]: Parameters<Engine['exportResults']>
  ): ReturnType<Engine['exportResults']> {
    using session = Session.open(sessionPath);
    const formats = onlyMissing
      ? order.formats.filter((format) => !isThere(session, format, order))
      : order.formats;
    const files: string[] = [];
    const warnings: string[] = [];
    await exportFiles(
      session,
      { ...order, formats },
      {
        signal,
        onFile: (path) => files.push(path),
        onWarning: (sentence) => warnings.push(sentence),
        onProgress: () => undefined,
      },
    );
    const kinds = [...session.events()].map(({ kind }) => kind);
    const micro = kinds.filter((kind) => kind === 'micro').length;
    return { files, micro, macro: kinds.length - micro, warnings };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#analyzer?.[Symbol.asyncDispose]();
  }
}

const isThere = (session: Session, format: ExportFormat, order: FilesOrder): boolean =>
  filesOf(session, { ...order, formats: [format] }).every((path) => existsSync(path));
