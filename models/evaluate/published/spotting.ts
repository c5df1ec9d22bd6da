/** F1 of spotting at an overlap of a half, on the long videos of CAS(ME)² and SAMM. */
import type { Confidence, PublishedSpotting, SpottingF1 } from './published.ts';

type Three = readonly [macro: number | null, micro: number | null, all: number | null] | null;

export const SPOTTING: readonly PublishedSpotting[] = [
  row('MDMD, baseline of MEGC 2020', 'repository', [0.1196, 0.0082, 0.0376], [0.0629, 0.0364, 0.0445]),
  row('Gan 2020', 'repository', [0.1436, 0.0098, 0.0448], null),
  row('Pan 2020', 'repository', [null, null, 0.0595], [null, null, 0.0813]),
  row('SP-FD (Zhang 2020)', 'repository', [0.2131, 0.0547, 0.1403], [0.0725, 0.1331, 0.0999], 0.1243),
  row('3-D CNN of SAMM Long Videos (Yap)', 'paper', null, [0.4081, 0.0508, 0.3299]),
  row('SOFTNet (2021)', 'repository', [0.241, 0.1173, 0.2022], [0.2169, 0.152, 0.1881]),
  row('SOFTNet without its CNN', 'repository', [0.1615, 0.1379, 0.1551], [0.1463, 0.1063, 0.1293]),
  row('3-D CNN (Yap 2021)', 'repository', [0.2145, 0.0714, 0.1675], [0.1595, 0.0466, 0.1084]),
  row('Concat-CNN', 'repository', [0.2505, 0.0153, 0.2019], [0.3553, 0.1155, 0.2736], 0.2452),
  row('LSSNet', 'repository', [0.377, 0.042, 0.325], [0.281, 0.131, 0.238], 0.2717),
  row('SL-Swin', 'repository', [0.2236, 0.0879, 0.1824], [0.1675, 0.1044, 0.1357]),
  row('MTSN', 'repository', [0.4104, 0.0808, 0.362], [0.3459, 0.0878, 0.2867], 0.3191),
  row('OF-FD (winner of 2021)', 'repository', [0.3782, 0.1965, 0.3436], [0.4149, 0.2162, 0.3638], 0.3534),
  row(
    'AUW-GCN (2023)',
    'repository',
    [0.4235, 0.1538, 0.3834],
    [0.4293, 0.1984, 0.3728],
    0.3771,
    'the best epoch was chosen on test',
  ),
  row('Zhao 2022', 'second-hand', [0.4717, 0.2522, 0.4436], null),
  row('SpoT-GCN (2024)', 'memory', [null, null, 0.4154], [null, null, 0.4454]),
];

function row(
  method: string,
  confidence: Confidence,
  casme: Three,
  samm: Three,
  overall: number | null = null,
  remark: string | null = null,
): PublishedSpotting {
  const parts = [
    ['casme-sq', casme],
    ['samm-lv', samm],
  ] as const;
  return {
    method,
    bySet: Object.fromEntries(parts.flatMap(([set, three]) => (three === null ? [] : [[set, f1s(three)]]))),
    overall,
    confidence,
    remark,
  };
}

function f1s([macro, micro, all]: NonNullable<Three>): SpottingF1 {
  return { macro, micro, all };
}
