import type { Caution } from './spot.ts';

/** What a caution means, in a sentence for whoever judges the event. */
export const CAUTION_MEANINGS: Readonly<Record<Caution, string>> = {
  blink: 'The eyelids closed and opened meanwhile; a blink moves brows and cheeks too.',
  gaze: 'The eyes turned meanwhile; the lids and the skin around them follow the gaze.',
  'head-movement': 'The head moved or turned meanwhile, and not all of it may have been compensated.',
  'longer-movement': 'It is part of a longer movement, such as a smile that comes or goes.',
  speech: 'The mouth moved as in speech; lips and chin move with every word.',
  'low-frame-rate':
    'The video has few frames a second, so the movement rests on few pictures and its times are rough.',
  'face-too-small': 'The face is small in the picture, so that the movement is less than a pixel.',
  'border-of-track':
    'The face had just come into view or was about to leave it, so little is known of it at rest.',
};
