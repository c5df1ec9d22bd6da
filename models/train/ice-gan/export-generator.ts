/** The generator as a file that says of itself that what it makes is made. */
import { SYNTHETIC_MARK } from '../../../contract/synthetic.ts';
import { BATCH, emitModel, Scope } from '../../graph/index.ts';
import { buildGenerator, GENERATOR, ICE_GAN, type IceGanOptions } from '../../nets/ice-gan.ts';
import { encodeModel, setMetadata } from '../../onnx/index.ts';
import type { NamedTensors } from '../job.ts';

/**
 * Inputs `rest` [N, 1, P, P] in [0, 1], `z` [N, noise], normal, and `asked` [N, K], one 1 a row; output `apex`
 * [N, 1, P, P] in [0, 1]. Null for model A, which has none.
 */
export function exportIceGanGenerator(options: IceGanOptions, tensors: NamedTensors): Uint8Array | null {
  if (options.generator === 'A') return null;
  const { apex } = buildGenerator(new Scope('inference'), BATCH, options);
  const values = new Map(
    [...tensors].flatMap(([name, { values: stored }]) =>
      name.startsWith(`${GENERATOR}.`) && stored instanceof Float32Array ? [[name, stored]] : [],
    ),
  );
  const model = emitModel({ name: `${ICE_GAN.name}-generator`, outputs: { apex }, values });
  setMetadata(model, {
    'onset.generator': ICE_GAN.name,
    'onset.synthetic': SYNTHETIC_MARK,
    'onset.emotions': JSON.stringify(options.emotions),
    'onset.size': String(options.sizePx),
    'onset.noise': String(options.noise),
  });
  return encodeModel(model);
}
