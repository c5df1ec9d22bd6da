import { describe, expect, it } from 'vitest';
import { smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import {
  checkRecognizer,
  decodeModel,
  encodeModel,
  makeValue,
  setMetadata,
  type ModelProto,
} from './index.ts';

describe('the recognizer contract', () => {
  it.each([false, true])('reads back the card that was stamped (neutral: %s)', (usesNeutral) => {
    const { model, card } = smallRecognizer({ usesNeutral });
    expect(checkRecognizer(decodeModel(encodeModel(model)))).toEqual({ card, problems: [] });
  });

  const output = (model: ModelProto, at: number, dims: readonly (string | number)[]): void => {
    model.graph!.output[at] = makeValue(model.graph!.output[at]!.name, 'float32', dims);
  };
  const cases: readonly (readonly [string, (model: ModelProto) => unknown, string])[] = [
    ['no recipe', (model) => drop(model, 'onset.recipe'), 'it has no metadata property "onset.recipe"'],
    [
      'AUs that are no list',
      (model) => setMetadata(model, { 'onset.aus': '1,4,12' }),
      'its metadata property "onset.aus" is "1,4,12", not a JSON list of different AU numbers',
    ],
    [
      'an AU twice',
      (model) => setMetadata(model, { 'onset.aus': '[1,1,12]' }),
      'its metadata property "onset.aus" is "[1,1,12]", not a JSON list of different AU numbers',
    ],
    [
      'an upper-case emotion',
      (model) => setMetadata(model, { 'onset.emotions': '["Joy"]' }),
      'its metadata property "onset.emotions" is "[\\"Joy\\"]", not a JSON list of different lower-case names',
    ],
    [
      'a size in words',
      (model) => setMetadata(model, { 'onset.size': '32px' }),
      'its metadata property "onset.size" is "32px", not a whole number from 8 to 2048',
    ],
    [
      'a window of no time',
      (model) => setMetadata(model, { 'onset.window_s': '0' }),
      'its metadata property "onset.window_s" is "0", not a number of seconds up to 10',
    ],
    [
      'metrics that are no object',
      (model) => setMetadata(model, { 'onset.metrics': '[]' }),
      'its metadata property "onset.metrics" is "[]", not a JSON object',
    ],
    [
      'fewer AUs than logits',
      (model) => setMetadata(model, { 'onset.aus': '[1,4]' }),
      'its output "au_logits" is [N,3], which does not agree with [N,2] of its metadata',
    ],
    [
      'more frames than the clip',
      (model) => setMetadata(model, { 'onset.frames': '9' }),
      'its input "clip" is [N,3,8,32,32], which does not agree with [N,3,9,32,32] of its metadata',
    ],
    [
      'a fixed batch',
      (model) => output(model, 1, [1, 4]),
      'its output "emotion_logits" is [1,4], which does not agree with [N,4] of its metadata',
    ],
    ['no emotions out', (model) => model.graph!.output.pop(), 'it has no output "emotion_logits"'],
    [
      'half precision',
      (model) => (model.graph!.input[0] = makeValue('clip', 'float16', ['N', 3, 8, 32, 32])),
      'its input "clip" is not float32',
    ],
    [
      'an input Onset does not know',
      (model) => model.graph!.input.push(makeValue('audio', 'float32', ['N'])),
      'it has an input "audio" that Onset cannot fill',
    ],
  ];

  it.each(cases)('refuses %s', (_, spoil, problem) => {
    const { model } = smallRecognizer();
    spoil(model);
    const { card, problems } = checkRecognizer(model);
    expect(card).toBeNull();
    expect(problems).toEqual([problem]);
  });
});

function drop(model: ModelProto, key: string): void {
  model.metadataProps = model.metadataProps.filter((entry) => entry.key !== key);
}
