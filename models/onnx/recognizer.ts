/**
 * The recognizer's file contract: what a trained network must offer so that the engine can run it. The trainer
 * stamps it on the files it writes, the engine checks it on the files it is given.
 *
 *   inputs    clip float32 [N,3,L,S,S] in [0,1];  optionally neutral float32 [N,3,S,S]
 *   outputs   au_logits float32 [N,A], emotion_logits float32 [N,C];  further ones are allowed
 *   metadata  onset.network, onset.aus (JSON list of A integers), onset.emotions (JSON list of C names),
 *             onset.frames (L), onset.size (S), onset.window_s, onset.recipe, onset.trained_on,
 *             onset.metrics (JSON object)
 */
import type { RecognizerCard } from '../../contract/model.ts';
import { declaredDims, declaredType, type Dim } from './build.ts';
import { getMetadata, setMetadata } from './metadata.ts';
import type { GraphProto, ModelProto, ValueInfoProto } from './onnx_pb.ts';
import { TENSOR_TYPES } from './tensor.ts';

/** A card without the file's hash, which a model cannot know of itself. */
export type UnhashedCard = Omit<RecognizerCard, 'sha256'>;

export interface RecognizerCheck {
  /** Null when anything is wrong. */
  readonly card: UnhashedCard | null;
  /** What is missing or disagrees; empty for a recognizer. */
  readonly problems: readonly string[];
}

/** Writes a card's properties on a model. Whether it uses a neutral is seen from its inputs, not written. */
export function stampRecognizer(model: ModelProto, card: Omit<UnhashedCard, 'usesNeutral'>): void {
  setMetadata(model, {
    'onset.network': card.network,
    'onset.aus': JSON.stringify(card.aus),
    'onset.emotions': JSON.stringify(card.emotions),
    'onset.frames': String(card.frames),
    'onset.size': String(card.sizePx),
    'onset.window_s': String(card.windowS),
    'onset.recipe': card.recipe,
    'onset.trained_on': card.trainedOn,
    'onset.metrics': JSON.stringify(card.metrics),
  });
}

/** Reads a model's card and compares its inputs and outputs with it. */
export function checkRecognizer(model: ModelProto): RecognizerCheck {
  const problems: string[] = [];
  const read = <Value>(key: string, wanted: string, parse: (text: string) => Value | null): Value | null => {
    const text = getMetadata(model, key);
    if (text === null) {
      problems.push(`it has no metadata property "${key}"`);
      return null;
    }
    const value = parse(text);
    if (value === null) problems.push(`its metadata property "${key}" is ${shorten(text)}, not ${wanted}`);
    return value;
  };
  const network = read('onset.network', 'a name', parseText);
  const aus = read('onset.aus', 'a JSON list of different AU numbers', parseAus);
  const emotions = read('onset.emotions', 'a JSON list of different lower-case names', parseEmotions);
  const frames = read('onset.frames', 'a whole number from 2 to 1024', parseWhole(2, 1024));
  const sizePx = read('onset.size', 'a whole number from 8 to 2048', parseWhole(8, 2048));
  const windowS = read('onset.window_s', 'a number of seconds up to 10', parseSeconds);
  const recipe = read('onset.recipe', 'a recipe id', parseText);
  const trainedOn = read('onset.trained_on', 'a description', parseText);
  const metrics = read('onset.metrics', 'a JSON object', parseObject);
  const usesNeutral = model.graph?.input.some(({ name }) => name === 'neutral') ?? false;
  if (model.graph !== undefined)
    checkShapes(
      model.graph,
      { frames, sizePx, auCount: aus?.length, emotionCount: emotions?.length },
      problems,
    );
  if (
    problems.length > 0 ||
    network === null ||
    aus === null ||
    emotions === null ||
    frames === null ||
    sizePx === null ||
    windowS === null ||
    recipe === null ||
    trainedOn === null ||
    metrics === null
  )
    return { card: null, problems };
  const card = { network, aus, emotions, frames, sizePx, windowS, recipe, trainedOn, metrics, usesNeutral };
  return { card, problems };
}

interface Counts {
  readonly frames: number | null;
  readonly sizePx: number | null;
  readonly auCount: number | undefined;
  readonly emotionCount: number | undefined;
}

/** Null or undefined: the metadata does not say, so any number will do. */
type Wanted = number | string | null | undefined;

function checkShapes(graph: GraphProto, counts: Counts, problems: string[]): void {
  const { frames, sizePx, auCount, emotionCount } = counts;
  const stored = new Set(graph.initializer.map(({ name }) => name));
  for (const { name } of graph.input)
    if (name !== 'clip' && name !== 'neutral' && !stored.has(name))
      problems.push(`it has an input "${name}" that Onset cannot fill`);
  checkTensor('input', 'clip', graph.input, ['N', 3, frames, sizePx, sizePx], problems);
  if (graph.input.some(({ name }) => name === 'neutral'))
    checkTensor('input', 'neutral', graph.input, ['N', 3, sizePx, sizePx], problems);
  checkTensor('output', 'au_logits', graph.output, ['N', auCount], problems);
  checkTensor('output', 'emotion_logits', graph.output, ['N', emotionCount], problems);
}

function checkTensor(
  kind: 'input' | 'output',
  name: string,
  values: readonly ValueInfoProto[],
  wanted: readonly Wanted[],
  problems: string[],
): void {
  const value = values.find((candidate) => candidate.name === name);
  if (value === undefined) {
    problems.push(`it has no ${kind} "${name}"`);
    return;
  }
  if (declaredType(value) !== TENSOR_TYPES.float32.code)
    problems.push(`its ${kind} "${name}" is not float32`);
  const dims = declaredDims(value);
  if (dims === null || !fits(dims, wanted)) {
    const declared = dims === null ? 'no shape' : `[${dims.join(',')}]`;
    const shape = wanted.map((dim) => dim ?? '*').join(',');
    problems.push(
      `its ${kind} "${name}" is ${declared}, which does not agree with [${shape}] of its metadata`,
    );
  }
}

/** The batch is free (a name); everything else is a number, and the one the metadata gives. */
const fits = (dims: readonly Dim[], wanted: readonly Wanted[]): boolean =>
  dims.length === wanted.length &&
  dims.every((dim, i) => {
    const want = wanted[i];
    if (typeof want === 'string') return typeof dim === 'string';
    return typeof dim === 'number' && (want == null ? dim > 0 : dim === want);
  });

const parseText = (text: string): string | null => (text.trim() === '' ? null : text);

const parseWhole =
  (least: number, most: number) =>
  (text: string): number | null => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
  };

function parseSeconds(text: string): number | null {
  const value = Number(text);
  return /^\d*\.?\d+$/.test(text) && value > 0 && value <= 10 ? value : null;
}

function parseAus(text: string): readonly number[] | null {
  const list = parseList(text);
  const isAu = (au: unknown): au is number => Number.isInteger(au) && Number(au) >= 1 && Number(au) <= 99;
  return list?.every(isAu) === true ? list : null;
}

function parseEmotions(text: string): readonly string[] | null {
  const list = parseList(text);
  const isName = (name: unknown): name is string => typeof name === 'string' && /^[a-z][a-z-]*$/.test(name);
  return list?.every(isName) === true ? list : null;
}

/** A JSON list that is not empty and says nothing twice. */
function parseList(text: string): readonly unknown[] | null {
  const list = parseJson(text);
  return Array.isArray(list) && list.length > 0 && new Set(list).size === list.length ? list : null;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Undefined where the text is no JSON: the caller's question is only whether it is what it should be. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

const shorten = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
