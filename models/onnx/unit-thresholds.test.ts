import { expect, it } from 'vitest';
import { runOnnx } from '../../test/helpers/run-onnx.ts';
import { smallRecognizer } from '../../test/helpers/small-recognizer.ts';
import { checkRecognizer, unitThresholds, withUnitThresholds } from './index.ts';

it('lowers the logits by what is asked, once and again, and the file stays a recognizer', async () => {
  const { model, card } = smallRecognizer();
  const once = withUnitThresholds(model, [0.5, -1, 2]);
  const twice = withUnitThresholds(once, [0.25, 0, -1]);
  expect(unitThresholds(model)).toBeNull();
  expect(unitThresholds(twice)).toEqual([0.75, -1, 1]);
  const clip = Float32Array.from({ length: 3 * 8 * 32 * 32 }, (_, at) => ((at * 7919) % 101) / 101);
  const logits = await Promise.all(
    [model, once, twice].map(async (each) => {
      expect(checkRecognizer(each).problems).toEqual([]);
      return (await runOnnx(each, { clip: { data: clip, dims: [1, 3, 8, 32, 32] } }))['au_logits']!;
    }),
  );
  const [plain, first, second] = logits.map((values) => [...(values.data as Float32Array)]);
  for (const [unit, value] of plain!.entries()) {
    expect(first![unit]).toBeCloseTo(value - [0.5, -1, 2][unit]!, 5);
    expect(second![unit]).toBeCloseTo(value - [0.75, -1, 1][unit]!, 5);
  }
  expect(card.aus).toHaveLength(3);
});
