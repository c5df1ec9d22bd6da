/** ICE-GAN's generator file as something that makes faces. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { AuNumber } from '../../../contract/au.ts';
import { createRandom } from '../../../models/data/synth/random.ts';
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';
import type { FaceMaker } from '../synthesis-quality/face-maker.ts';
import type { GeneratorFile } from '../synthesis-quality/generator-file.ts';

/** Action units by which an expression of each class is seen first: what the analyser is asked whether it moved. */
const SHOWN_BY: Readonly<Record<string, AuNumber>> = { negative: 4, positive: 12, surprise: 1 };

/**
 * It makes apexes; what lies between rest and apex is their mixture, which for movements of a pixel or two is as good
 * as the movement itself. One thread, so that other work goes on beside it.
 */
export async function openIceGanMaker({ bytes, emotions, noise }: GeneratorFile): Promise<FaceMaker> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 });
  return {
    name: 'ice-gan',
    controls: emotions.flatMap((emotion) => {
      const au = SHOWN_BY[emotion];
      return au === undefined ? [] : [{ name: emotion, request: { emotion, aus: [au] }, au }];
    }),
    async make(rest, _subject, { emotion, intensity }, seed) {
      const place = emotions.indexOf(emotion);
      const asked = Float32Array.from(emotions, (_, at) => (at === place ? 1 : 0));
      const feeds = {
        rest: new Tensor('float32', rest.levels, [1, 1, rest.heightPx, rest.widthPx]),
        z: new Tensor('float32', normals(noise, seed), [1, noise]),
        asked: new Tensor('float32', asked, [1, emotions.length]),
      };
      const { apex } = await session.run(feeds);
      return mixed(rest, (apex!.data as Float32Array).slice(), intensity);
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

function normals(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
}

const mixed = (rest: Picture, apex: Float32Array, share: number): Picture => ({
  ...rest,
  levels: apex.map((level, at) => (1 - share) * rest.levels[at]! + share * level),
});
