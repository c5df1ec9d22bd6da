/** A data set as it was unpacked: read, prepared into a store of clips, its labels merged into classes. */
import type { ClassScheme, Protocol } from '../../../contract/evaluation.ts';
import { OnsetError } from '../../../contract/errors.ts';
import { openClipStore } from '../../../models/data/clips/index.ts';
import {
  classesOf,
  findMegcList,
  readingNotes,
  readMegcList,
  readSet,
  type SchemeName,
  SET_NAMES,
  type SetIndex,
} from '../../../models/data/sets/index.ts';
import { prepareSet } from '../sets/index.ts';
import type { EvaluationCall, EvaluationData } from './call.ts';
import type { Assigned, OpenedSet, Preparing } from './opened-set.ts';

/** Null where it was told to stop. Throws what readers and preparation throw, and `usage`. */
export async function openSet(
  { name, folder }: EvaluationData,
  cacheDir: string,
  { opening, signal, jobs, startProcess, tell }: Preparing,
): Promise<OpenedSet | null> {
  const set = SET_NAMES.find((known) => known === name);
  if (set === undefined)
    throw new OnsetError('usage', {
      problem: `There is no data set ${name}`,
      hint: `There are: ${SET_NAMES.join(', ')}, and windows for a folder of clips.`,
    });
  const index = await readSet(set, folder);
  if (index.samples.length === 0)
    throw new OnsetError('usage', {
      problem: `${name} in ${folder} has no clip with a single expression, which is what networks are evaluated on`,
      hint:
        index.pictures.length > 0
          ? 'Single pictures are there to begin training with.'
          : 'Long videos are evaluated by "onset evaluate spotting".',
    });
  const how = { cacheDir, jobs, ...(startProcess !== undefined && { startProcess }) };
  const prepared = await prepareSet(index, how, signal, ({ done, of }) =>
    tell(`the clips of ${name}`, done, of),
  );
  if (prepared === null) return null;
  const { length } = prepared.leftOut;
  return {
    name,
    coding: index.coding,
    store: opening.use(openClipStore(prepared.folder)),
    index,
    notes: [
      ...readingNotes(index),
      ...(length === 0 ? [] : [`${String(length)} clips of ${name} could not be prepared and are left out.`]),
    ],
  };
}

export function assignByScheme(indices: readonly SetIndex[], { scheme, protocol }: EvaluationCall): Assigned {
  const samples = indices.flatMap((index) => index.samples);
  // Whoever has the organisers' own list puts it beside a set; the rule alone comes near it.
  const list = indices.map(({ folder }) => findMegcList(folder)).find((path) => path !== null);
  const megcList = list === undefined ? undefined : readMegcList(list);
  const assignment = classesOf(schemeName(scheme, protocol), samples, { megcList });
  const bySample = new Map(
    samples.map((sample) => [`${sample.set}\t${sample.subject}\t${sample.name}`, sample]),
  );
  return {
    classes: assignment.classes,
    of: ({ name: set }, { subject, name }) => {
      const sample = bySample.get(`${set}\t${subject}\t${name ?? ''}`);
      return sample === undefined ? null : assignment.of(sample);
    },
    notes: assignment.notes,
  };
}

/** The composite of three sets has its own list; else all negative emotions are negative. */
function schemeName(scheme: ClassScheme, protocol: Protocol): SchemeName {
  switch (scheme) {
    case 'three':
      return protocol === 'cde' ? 'megc2019' : 'three';
    case 'objective':
      return 'megc2018';
    case 'five':
    case 'all':
      return scheme;
    case 'four':
      throw new OnsetError('usage', {
        problem: 'Four classes are those of folders of made clips',
        hint: 'Give --classes three, five, all or objective.',
      });
    default:
      return scheme satisfies never;
  }
}
