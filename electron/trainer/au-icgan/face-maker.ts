import type { AuNumber } from '../../../contract/au.ts';
import type { Control, FaceMaker } from '../synthesis-quality/face-maker.ts';
import type { GeneratorFile } from '../synthesis-quality/generator-file.ts';
import { AuIcganGenerator } from './generator.ts';

/** What is asked for to see whether a knob turns anything: brows up, brows down, a smile. */
const KNOBS: readonly (Omit<Control, 'request'> & {
  readonly aus: readonly AuNumber[];
  readonly emotion: string;
})[] = [
  { name: 'AU 1+2', aus: [1, 2], au: 1, emotion: 'surprise' },
  { name: 'AU 4', aus: [4], au: 4, emotion: 'negative' },
  { name: 'AU 12', aus: [12], au: 12, emotion: 'positive' },
];

/** AU-ICGAN's generator as something that makes faces, grey; `intensity` is the intensity of every unit asked for. */
export async function openAuIcganMaker(file: GeneratorFile): Promise<FaceMaker> {
  const generator = await AuIcganGenerator.open(file);
  return {
    name: 'au-icgan',
    knowsIntensities: true,
    controls: KNOBS.filter(({ aus }) => aus.every((au) => generator.aus.includes(au))).map(
      ({ name, aus, au, emotion }) => ({ name, au, request: { emotion, aus } }),
    ),
    async make(rest, _subject, { aus, intensity }) {
      const units = Float32Array.from(generator.aus, (au) => (aus.includes(au) ? intensity : 0));
      const levels = Uint8Array.from(rest.levels, (level) => Math.round(255 * level));
      const face = { sizePx: rest.widthPx, planes: 1, levels } as const;
      const [made] = await generator.change(face, units, 1);
      // Of a coloured generator the first plane: of a grey face all three are nearly one.
      return { ...rest, levels: made!.slice(0, rest.levels.length) };
    },
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  };
}
