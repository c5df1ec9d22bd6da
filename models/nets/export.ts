/**
 * Trained networks as model files: the recognizer's contract (`../onnx/recognizer.ts`), whole or as a streaming pair.
 */
import { BATCH, emitModel, parameterName, Scope, type Tensor } from '../graph/index.ts';
import { type ModelProto, setMetadata, stampRecognizer, type UnhashedCard } from '../onnx/index.ts';
import type { Network, NetworkOutputs, RecognizerOptions } from './network.ts';

/** What a card says beyond the network's options. */
export type ExportCard = Pick<UnhashedCard, 'windowS' | 'recipe' | 'trainedOn' | 'metrics'>;

/** Two model files that are used together; `onset.part` says which is which. */
export interface StreamingModels {
  /** `frame` [N, 3, S, S] → `features` [N, …]. */
  readonly frame: ModelProto;
  /** `features` [N, L, …] (and `neutral_features` [N, …]) → the recognizer's outputs. */
  readonly window: ModelProto;
}

/** What is learned, by the parameters' names; running statistics among them. */
export type ParameterValues = ReadonlyMap<string, Float32Array>;

/**
 * The whole network as one recognizer file: inputs `clip` and, if it wants one, `neutral`; outputs `au_logits`,
 * `emotion_logits` and, where it has them, `node_scores`. A parameter without a value is our own bug.
 *
 * Of a network that sees flow or names no action units it is a file too, with `flow` among its inputs or without
 * `au_logits`: to be scored, not to be run on video, which `checkRecognizer` says of it.
 */
export function exportRecognizer<Options extends RecognizerOptions>(
  network: Network<Options>,
  options: Options,
  values: ParameterValues,
  card: ExportCard,
): ModelProto {
  const scope = new Scope('inference');
  const { outputs } = network.build(scope, BATCH, options);
  assertAllGiven(scope, values);
  const model = emitModel({ name: network.name, outputs: namedOutputs(outputs), values });
  stampRecognizer(model, { ...cardOf(network, options), ...card });
  return model;
}

/** The same numbers in two parts; null where the network has none. */
export function exportStreaming<Options extends RecognizerOptions>(
  network: Network<Options>,
  options: Options,
  values: ParameterValues,
  card: ExportCard,
): StreamingModels | null {
  if (network.buildStreaming === undefined) return null;
  const scope = new Scope('inference');
  const { frame, window } = network.buildStreaming(scope, BATCH, options);
  assertAllGiven(scope, values);
  const emit = (part: 'frame' | 'window', outputs: Readonly<Record<string, Tensor>>): ModelProto => {
    const model = emitModel({ name: `${network.name}-${part}`, outputs, values });
    stampRecognizer(model, { ...cardOf(network, options), ...card });
    setMetadata(model, { 'onset.part': part });
    return model;
  };
  return {
    frame: emit('frame', { features: frame.features }),
    window: emit('window', namedOutputs(window.outputs)),
  };
}

const cardOf = <Options extends RecognizerOptions>(
  { name }: Network<Options>,
  { aus, emotions, frames, sizePx }: Options,
): Pick<UnhashedCard, 'network' | 'aus' | 'emotions' | 'frames' | 'sizePx'> => ({
  network: name,
  aus,
  emotions,
  frames,
  sizePx,
});

function namedOutputs({
  auLogits,
  emotionLogits,
  nodeScores,
}: NetworkOutputs): Readonly<Record<string, Tensor>> {
  return {
    ...(auLogits === null ? {} : { au_logits: auLogits }),
    emotion_logits: emotionLogits,
    ...(nodeScores === null ? {} : { node_scores: nodeScores }),
  };
}

function assertAllGiven(scope: Scope, values: ParameterValues): void {
  for (const name of scope.parameters.map(parameterName))
    if (!values.has(name)) throw new Error(`internal: parameter ${name} has no value`);
}
