/** Data sets that are lent to those who apply, and how. Onset brings none of them and fetches none. */
import type { LicensedSet } from '../../../contract/channels/trainer-data.ts';

const ACADEMIC = 'For research that is not commercial, at a university or a research institution.';
const NO_COPIES = 'Pictures may not be passed on, and only those that the agreement names may be printed.';
const STAFF =
  'Somebody with a permanent post (not a student) signs the release agreement and sends it from the institution’s address.';
const UNPACK = 'Unpack what you are sent into one folder, label file included, and choose that folder here.';

export const LICENSED_SETS: readonly LicensedSet[] = [
  {
    set: 'casme2',
    title: 'CASME II',
    what: '255 micro-expressions of 26 people at 200 frames a second, with action units and seven emotions.',
    holder: 'Institute of Psychology, Chinese Academy of Sciences (Yan et al. 2014)',
    terms: [ACADEMIC, NO_COPIES],
    steps: ['Take the release agreement from the institute’s CASME page.', STAFF, UNPACK],
    page: 'http://casme.psych.ac.cn/casme/e2',
    layout: 'CASME2-RAW (or Cropped)/sub01/EP02_01f/img46.jpg … with CASME2-coding-….xlsx beside it',
  },
  {
    set: 'casme-sq',
    title: 'CAS(ME)²',
    what: '98 long videos of 22 people at 30 frames a second with 57 micro- and 300 macro-expressions, for spotting.',
    holder: 'Institute of Psychology, Chinese Academy of Sciences (Qu et al. 2018)',
    terms: [ACADEMIC, NO_COPIES],
    steps: ['Take the release agreement from the institute’s CASME page.', STAFF, UNPACK],
    page: 'http://casme.psych.ac.cn/casme/e3',
    layout: 'rawpic/s15/15_0101disgustingteeth/img001.jpg … with CAS(ME)^2code_final.xlsx beside it',
  },
  {
    set: 'samm',
    title: 'SAMM',
    what: '159 micro-expressions of 29 people from 13 ethnic groups at 200 frames a second, coded by three people.',
    holder: 'Manchester Metropolitan University (Davison et al. 2018)',
    terms: [ACADEMIC, NO_COPIES],
    steps: ['Fill in the licence agreement on the university’s data set page.', STAFF, UNPACK],
    page: 'https://helward.mmu.ac.uk/STAFF/M.Yap/dataset.php',
    layout: '006/006_1_2/006_05562.jpg … with SAMM_Micro_FACS_Codes_v2.xlsx beside it',
  },
  {
    set: 'samm-lv',
    title: 'SAMM Long Videos',
    what: '147 long videos of 30 people at 200 frames a second with 159 micro- and 343 macro-expressions, for spotting.',
    holder: 'Manchester Metropolitan University (Yap et al. 2020)',
    terms: [ACADEMIC, NO_COPIES],
    steps: [
      'Apply as for SAMM, and name the long videos; they come on a disk or as a large download.',
      STAFF,
      UNPACK,
    ],
    page: 'https://helward.mmu.ac.uk/STAFF/M.Yap/dataset.php',
    layout: 'SAMM_longvideos/006_1/006_1_0001.jpg … with SAMM_LongVideos_V2_Release.xlsx beside it',
  },
  {
    set: 'smic-hs',
    title: 'SMIC (high-speed camera)',
    what: '164 micro-expressions of 16 people at 100 frames a second in three classes; no action units, no apexes.',
    holder: 'University of Oulu (Li et al. 2013)',
    terms: [ACADEMIC, NO_COPIES],
    steps: [
      'Ask the Center for Machine Vision and Signal Analysis in Oulu for the licence agreement.',
      STAFF,
      UNPACK,
    ],
    page: null,
    layout: 'HS/s1/micro/negative/s1_ne_01/image….bmp; the classes are the folders’ names',
  },
  {
    set: 'smic-vis',
    title: 'SMIC (usual camera)',
    what: '71 micro-expressions of 8 people at 25 frames a second, filmed together with the high-speed ones.',
    holder: 'University of Oulu (Li et al. 2013)',
    terms: [ACADEMIC, NO_COPIES],
    steps: ['They come with SMIC.', UNPACK],
    page: null,
    layout: 'VIS/s11/micro/positive/s11_po_01/…',
  },
  {
    set: 'smic-nir',
    title: 'SMIC (near infrared)',
    what: '71 micro-expressions of 8 people at 25 frames a second, in near infrared.',
    holder: 'University of Oulu (Li et al. 2013)',
    terms: [ACADEMIC, NO_COPIES],
    steps: ['They come with SMIC.', UNPACK],
    page: null,
    layout: 'NIR/s11/micro/surprise/s11_sur_01/…',
  },
  {
    set: 'affectnet',
    title: 'AffectNet',
    what: 'Still pictures of everyday expressions from the web in eight classes: to learn from beside micro-expressions.',
    holder: 'University of Denver (Mollahosseini et al. 2019)',
    terms: [ACADEMIC, NO_COPIES, 'Pictures whose subjects ask for it are to be deleted.'],
    steps: ['Send the request form with the institution’s address.', STAFF, UNPACK],
    page: 'http://mohammadmahoor.com/affectnet/',
    layout:
      'train_set/images/0.jpg … with train_set/annotations/0_exp.npy, or Manually_Annotated with its CSV',
  },
  {
    set: 'own',
    title: 'Own clips',
    what: 'Videos, or folders of pictures, with a table of labels that you write.',
    holder: 'You, with the consent of those who are filmed',
    terms: ['Those who are filmed agree that their face is kept and learnt from.'],
    steps: [
      'Put the videos into one folder.',
      'Write labels.csv beside them: clip, subject, emotion, onset, apex, offset, fps, aus, one row for each movement; onset, apex and offset are frame numbers, the first frame is 0.',
      'Choose the folder here.',
    ],
    page: null,
    layout: 'labels.csv with rows as clip07.mp4,ann,surprise,112,130,161,200,1+2; clip07.mp4 …',
  },
];
