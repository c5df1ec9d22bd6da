import type { SetName } from './sample.ts';

/** How a researcher gets a set. Onset brings none, and no label of one. */
export interface SetLicence {
  readonly what: string;
  readonly apply: string;
}

const CAS: Pick<SetLicence, 'apply'> = {
  apply:
    'A licence agreement, signed by a permanent member of the institution, goes to the group of Xiaolan Fu at the ' +
    'Institute of Psychology, Chinese Academy of Sciences, whose site (fu.psych.ac.cn) has the form.',
};
const SAMM: Pick<SetLicence, 'apply'> = {
  apply:
    'A licence agreement goes to the authors (Davison, Yap and colleagues) at Manchester Metropolitan University.',
};
const SMIC: SetLicence = {
  what: 'Micro-expressions of 16 people before a high-speed camera, of 8 before a usual and a near-infrared one.',
  apply:
    'A licence agreement, signed for the institution, goes to the Center for Machine Vision and Signal Analysis at ' +
    'the University of Oulu, whose site (oulu.fi) has the form.',
};

export const SET_LICENCES: Readonly<Record<SetName, SetLicence>> = {
  casme2: { what: '255 micro-expressions of 26 people at 200 frames a second, with action units.', ...CAS },
  samm: { what: '159 micro-expressions of 29 people at 200 frames a second, with action units.', ...SAMM },
  'smic-hs': SMIC,
  'smic-vis': SMIC,
  'smic-nir': SMIC,
  affectnet: {
    what: 'Still pictures of everyday expressions from the web, hundreds of thousands labelled by people.',
    apply:
      'Researchers ask the group of Mohammad H. Mahoor at the University of Denver, with a signed agreement; students ' +
      'through their supervisor.',
  },
  'casme-sq': {
    what: 'Long videos of 22 people with 57 micro- and 300 macro-expressions, for spotting.',
    ...CAS,
  },
  'samm-lv': {
    what: '147 long videos of 30 people with 159 micro- and 343 macro-expressions, for spotting.',
    ...SAMM,
  },
  own: {
    what: 'A folder of videos or of folders of pictures, beside labels.csv.',
    apply: 'Nothing is to be asked for.',
  },
};
