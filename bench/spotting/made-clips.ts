/**
 * Renders the clips of a condition, each once: they are kept in `.cache/`, under a name that changes with the code that
 * draws them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeClip } from '../../electron/cli/synth-clip.ts';
import { readPortrait } from '../../electron/cli/synth-portrait.ts';
import { chooseBundle } from '../../electron/engine/landmarks/index.ts';
import type { Still, Labels } from '../../models/data/synth/index.ts';
import { drawBumpClip, writeBumpClip, type BumpClip } from '../../test/helpers/bump-face.ts';
import type { ClipPlan } from './conditions.ts';

const ROOT = join(import.meta.dirname, '..', '..');
export const FACES = join(ROOT, '..', 'shared', 'faces');

/** What a clip truly contains, whoever made it. Seconds. */
export interface ClipLabels {
  readonly durationS: number;
  readonly family: string;
  readonly events: readonly KnownEvent[];
  /** What else moves: blinks, glances, speech, turns. */
  readonly distractors: readonly { readonly what: string; readonly fromS: number; readonly toS: number }[];
}

export interface KnownEvent {
  readonly kind: 'micro' | 'macro';
  readonly what: string;
  readonly pctIod: number;
  readonly onsetS: number;
  readonly apexS: number;
  readonly offsetS: number;
}

export interface MadeClip {
  readonly path: string;
  readonly labels: ClipLabels;
}

export async function madeClip(plan: ClipPlan): Promise<MadeClip> {
  const folder = join(ROOT, '.cache', 'spotting', fingerprint(plan.maker));
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `${plan.name}-${contentHash(plan)}`);
  const path = `${base}.mp4`;
  const labelsPath = `${base}.known.json`;
  if (!existsSync(path) || !existsSync(labelsPath)) await render(plan, base, path, labelsPath);
  return { path, labels: JSON.parse(readFileSync(labelsPath, 'utf8')) as ClipLabels };
}

/**
 * The clip of this name in a folder where an earlier version of the code that draws kept it; null where there is none.
 * So versions of the spotter are compared on the same pictures.
 */
export function keptClip(folder: string, { name }: ClipPlan): MadeClip | null {
  const suffix = '.known.json';
  // A hash of eight digits stands between the plan's name and the ending.
  const file = readdirSync(folder).find(
    (each) => each.endsWith(suffix) && each.slice(0, -(suffix.length + 9)) === name,
  );
  if (file === undefined) return null;
  const labels = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ClipLabels;
  return { path: join(folder, `${file.slice(0, -suffix.length)}.mp4`), labels };
}

async function render(plan: ClipPlan, base: string, path: string, labelsPath: string): Promise<void> {
  const portraits = readdirSync(FACES)
    .filter((name) => name.endsWith('.jpg'))
    .sort();
  // A portrait in which no face is found gives way to the next one.
  for (let k = plan.portrait; k < plan.portrait + portraits.length; k++) {
    const portrait = portraits[k % portraits.length]!;
    const still = await readPortrait(join(FACES, portrait), chooseBundle('auto'));
    if (!still || !isWholeFace(still)) continue;
    keep(labelsPath, await write(plan, still, base, path, portrait));
    return;
  }
  throw new Error('internal: none of the portraits shows a face');
}

/**
 * One portrait is a drawing, in one eye of which a face is seen: a face's outer eye corners lie an eighth of the width
 * apart.
 */
function isWholeFace({ mesh, widthPx }: Still): boolean {
  const [right, left] = [33, 263];
  return (
    Math.hypot(mesh[3 * left]! - mesh[3 * right]!, mesh[3 * left + 1]! - mesh[3 * right + 1]!) > widthPx / 8
  );
}

async function write(
  plan: ClipPlan,
  still: Still,
  base: string,
  path: string,
  portrait: string,
): Promise<ClipLabels> {
  if (plan.maker === 'synth') {
    const labels = await writeClip(still, plan.script, base, portrait, new AbortController().signal);
    return fromSynth(labels!);
  }
  const rgba = Uint8Array.from(still.pixels);
  return fromBump(await writeBumpClip(path, { ...still, rgba }, drawBumpClip(plan.seed)));
}

function keep(path: string, labels: ClipLabels): void {
  writeFileSync(`${path}.partial`, JSON.stringify(labels));
  renameSync(`${path}.partial`, path);
}

function fromSynth(labels: Labels): ClipLabels {
  return {
    durationS: labels.duration_s,
    family: labels.family,
    events: labels.events.map(({ kind, emotion, onset, apex, offset, peakPctIod, aus }) => ({
      kind,
      what: `${emotion ?? 'none'} ${aus.map(({ au, side }) => `${String(au)}${side === 'both' ? '' : side.slice(0, 1).toUpperCase()}`).join('+')}`,
      pctIod: peakPctIod,
      onsetS: onset.t_s,
      apexS: apex.t_s,
      offsetS: offset.t_s,
    })),
    distractors: [
      ...labels.blinks.map(({ onset, offset }) => ({ what: 'blink', fromS: onset.t_s, toS: offset.t_s })),
      ...labels.gaze.map(({ from_s, to_s }) => ({ what: 'glance', fromS: from_s, toS: to_s })),
      ...labels.speech.map(({ from_s, to_s }) => ({ what: 'speech', fromS: from_s, toS: to_s })),
      ...labels.turns.map(({ from_s, to_s }) => ({ what: 'head turn', fromS: from_s, toS: to_s })),
    ],
  };
}

function fromBump({ seconds, events, blinks }: BumpClip): ClipLabels {
  return {
    durationS: seconds,
    family: 'bump',
    events: events.map(({ site, ...event }) => ({ ...event, what: site })),
    distractors: blinks.map(({ onsetS, offsetS }) => ({ what: 'blink', fromS: onsetS, toS: offsetS })),
  };
}

/** Of the code that draws: another version of it draws other clips. */
function fingerprint(maker: ClipPlan['maker']): string {
  const folder = join(ROOT, 'models', 'data', 'synth');
  const files =
    maker === 'bump'
      ? [join(ROOT, 'test', 'helpers', 'bump-face.ts')]
      : readdirSync(folder)
          .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
          .sort()
          .map((name) => join(folder, name));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return `${maker}-${hash.digest('hex').slice(0, 12)}`;
}

const contentHash = (plan: ClipPlan): string =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 8);
