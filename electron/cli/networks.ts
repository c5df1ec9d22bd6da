/** Networks that can be trained: what `onset models list --networks` prints. */
import { listNetworks } from '../trainer/list-networks.ts';

export { listNetworks } from '../trainer/list-networks.ts';

export function describeNetworks(): string {
  const lines = listNetworks().flatMap(({ name, summary, presets }) => [
    `${name}  ${summary}`,
    ...presets.map(
      (preset) =>
        `  --preset ${preset.name.padEnd(10)}${preset.parameters.toLocaleString('en')} parameters, ` +
        `${preset.frames} frames of ${preset.size_px} px`,
    ),
  ]);
  return lines.join('\n');
}
