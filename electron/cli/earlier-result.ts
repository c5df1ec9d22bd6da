import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AnalyzeOptions } from '../../contract/analysis.ts';
import { OnsetError } from '../../contract/errors.ts';
import type { SessionReader } from '../../contract/session.ts';
import { ONSET_VERSION } from '../../contract/version.ts';
import { sha256OfInput } from '../engine/capture/index.ts';
import { Session } from '../engine/session/index.ts';

/**
 * Whether the input has been analyzed before, by this version with the same options. False also means that the old
 * result may be replaced.
 *
 * Throws `output-taken` where the session is that of another input, and `session-reviewed` where replacing it would
 * lose what a person decided.
 */
export async function isFinished(
  sessionPath: string,
  inputPath: string,
  options: AnalyzeOptions,
): Promise<boolean> {
  if (!existsSync(sessionPath)) return false;
  using session = openOrNull(sessionPath);
  if (session?.input == null) return false; // what lies there is no result of ours that could be kept
  const isSame = (await sha256OfInput(inputPath)) === session.input.sha256;
  if (isSame && session.isFinished && (await wasMadeSo(session, options))) return true;
  if (!isSame && resolve(session.input.path) !== resolve(inputPath)) {
    throw new OnsetError('output-taken', { path: sessionPath, other: session.input.path });
  }
  const decisions = [...session.verdicts(), ...session.notes()].length;
  if (decisions > 0) throw new OnsetError('session-reviewed', { path: sessionPath, decisions });
  return false;
}

/** A damaged session is no result, and an older or foreign one is replaced only by --force. */
function openOrNull(path: string): Session | null {
  try {
    return Session.open(path);
  } catch (error) {
    if (error instanceof OnsetError && error.code === 'session-damaged') return null;
    throw error;
  }
}

async function wasMadeSo(session: SessionReader, options: AnalyzeOptions): Promise<boolean> {
  const made = session.provenance;
  if (made?.onset !== ONSET_VERSION) return false;
  // A recognizer is known by its contents: the file may have been trained again under the same name.
  const { model, ...settings } = options;
  const sha256 = model === null ? undefined : await sha256OfInput(model);
  if (made.model?.sha256 !== sha256) return false;
  return Object.entries(settings).every(
    ([key, value]) => JSON.stringify(made.settings[key]) === JSON.stringify(value),
  );
}
