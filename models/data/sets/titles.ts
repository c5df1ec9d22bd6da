import type { SetName } from './sample.ts';

/** Sets as their authors call them. */
export const SET_TITLES: Readonly<Record<SetName, string>> = {
  casme2: 'CASME II',
  samm: 'SAMM',
  'smic-hs': 'SMIC-HS',
  'smic-vis': 'SMIC-VIS',
  'smic-nir': 'SMIC-NIR',
  affectnet: 'AffectNet',
  'casme-sq': 'CAS(ME)²',
  'samm-lv': 'SAMM Long Videos',
  own: 'own clips',
};
