import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AnalyzeCall } from './analyze-call.ts';
import type { AnalyzeEvent, Report } from './analyze-events.ts';
import { lookArguments } from './export-look.ts';
import type { Input } from './find-inputs.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

/** Analyzes one input in a process of its own, which tells what it does as `--json` lines. */
export async function analyzeInChild(
  input: Input,
  call: AnalyzeCall,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: Report },
): Promise<void> {
  const args = [...process.execArgv, MAIN, ...childArguments(input, call)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));

  let hasEnded = false;
  const closed = new Promise<string>((resolve) => {
    child.on('error', ({ message }) => {
      resolve(message);
    });
    child.on('close', (status, cause) => {
      resolve(cause ?? `status ${String(status)}`);
    });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as AnalyzeEvent;
    hasEnded ||= ['finished', 'skipped', 'failed'].includes(event.event);
    tell(event);
  }
  const ending = await closed;
  signal.removeEventListener('abort', stop);
  if (hasEnded || signal.aborted) return;
  tell({
    event: 'failed',
    input: input.path,
    code: 'internal',
    message: `${input.path}: the analysis stopped without a word (${[ending, lastLine(said)].filter(Boolean).join(', ')}).`,
    remedy: 'Please report it, with what "onset doctor" prints.',
    exit: 1,
  });
}

/** The call for one input alone; every choice is spelled out, so that parent and child cannot differ in a default. */
export function childArguments(input: Input, call: AnalyzeCall): string[] {
  const { options } = call;
  const flags: Record<string, string | null> = {
    out: call.outDir,
    name: input.name,
    format: call.formats.length > 0 ? call.formats.join(',') : null,
    neutral: options.neutral && `${options.neutral.fromS}-${options.neutral.toS}`,
    faces: String(options.faces),
    fps: options.fps === null ? null : String(options.fps),
    model: options.model ?? 'none',
    provider: options.provider,
    landmarks: options.bundle,
  };
  const given = Object.entries(flags).filter(([, value]) => value !== null);
  const args = given.map(([flag, value]) => `--${flag}=${value!}`);
  const switches = [...(call.force ? ['--force'] : []), ...lookArguments(call.look, call.formats)];
  return ['analyze', ...args, '--json', ...switches, '--', input.path];
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
