/**
 * AU-ICGAN at full size (128 × 128 in colour, 16 frames, 19 action units): both programs are built and differentiated,
 * opened, and run one step each. Prints what that takes.
 *
 *     node bench/au-icgan/full-size.ts [THREADS]
 */
import { AU_ICGAN, type AuIcganOptions, countAuIcgan } from '../../models/nets/au-icgan.ts';
import { AU_ICGAN_TEACHING } from '../../models/train/au-icgan/index.ts';
import { criticsStep, generatorStep } from '../../models/train/au-icgan/programs.ts';
import type { StepProgram } from '../../models/train/program.ts';
import { StepRunner } from '../../models/train/step-runner.ts';
import { randomFloats } from '../../test/helpers/random.ts';

const threads = Number(process.argv[2] ?? 1);
const options: AuIcganOptions = {
  ...AU_ICGAN.presets.paper,
  aus: Array.from({ length: 19 }, (_, k) => k + 1),
  emotions: Array.from({ length: 7 }, (_, k) => `class ${String(k)}`),
};
console.log('parameters', JSON.stringify(countAuIcgan(options)));

const setUp = { options, teaching: AU_ICGAN_TEACHING, batch: 1, seed: 1 };
const built = timed('build and differentiate', () => [criticsStep(setUp)!, generatorStep(setUp)] as const);
const [critics, generator] = built;
const opening = performance.now();
await using runner = await StepRunner.open([critics, generator], threads);
say('open', opening);
for (const [turn, program] of [critics, generator].entries()) {
  const start = performance.now();
  const { losses } = await runner.run(fill(program.inputs), rates(program), fill(program.noise), turn);
  say(`step: ${Object.keys(losses)[0] === 'critics' ? 'critics' : 'generator'}`, start);
  console.log(JSON.stringify(losses));
  const wrong = Object.entries(losses).filter(([, value]) => !Number.isFinite(value));
  if (wrong.length > 0) process.exitCode = 1;
}

function timed<Value>(what: string, work: () => Value): Value {
  const start = performance.now();
  const value = work();
  say(what, start);
  return value;
}

function say(what: string, startMs: number): void {
  const seconds = (performance.now() - startMs) / 1000;
  const { user } = process.cpuUsage();
  const peakGiB = process.resourceUsage().maxRSS / 2 ** 20;
  console.log(
    `${what}: ${seconds.toFixed(1)} s (${(user / 1e6).toFixed(0)} s of processor so far), at most ${peakGiB.toFixed(2)} GiB so far`,
  );
}

/** One-hot classes do not matter to memory and time; numbers between 0 and 1 do for all. */
function fill(specs: StepProgram['inputs']): Record<string, Float32Array> {
  const tensors = specs.filter(({ shape }) => shape.length > 0);
  return Object.fromEntries(
    tensors.map(({ name, shape }, at) => [
      name,
      randomFloats(
        shape.reduce((product, dim) => product * dim, 1),
        at + 1,
      ).map(Math.abs),
    ]),
  );
}

function rates({ inputs }: StepProgram): Record<string, number> {
  return Object.fromEntries(inputs.filter(({ shape }) => shape.length === 0).map(({ name }) => [name, 1e-4]));
}
