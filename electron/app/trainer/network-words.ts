/** Networks that change faces: what they learn from and are shown wants the consent of who is seen there. */
export const MAKERS: readonly string[] = ['au-icgan', 'ice-gan'];

/** What each network does, for a person without the field's words. */
export const PLAIN_WORDS: Readonly<Record<string, string>> = {
  'au-gacn':
    'Looks at the moving picture and at how facial muscles go together. Names action units and the expression. The recognizer that comes with Onset is of this kind: begin with it.',
  'mer-gcn':
    'Looks at the moving picture, and lets a table of which muscles move together help to name the expression.',
  'micro-exp-stcnn':
    'The simplest: one layer over the brightness of the whole window. A baseline to compare with.',
  elrcn: 'Follows how each point of the face moves from frame to frame, and reads the sequence in order.',
  'capsule-net': 'Looks at the single frame in which the movement is largest.',
  'stst-net': 'Very small: looks at how the skin has moved and stretched at the apex. Trains within minutes.',
  'dual-inception': 'Looks at sideways and up-and-down movement apart, then at both together.',
  'me-recognizer':
    'Looks at the movement as a coloured picture, upper and lower face apart, and can learn from everyday expressions as well.',
  'micro-attention': 'Learns which places of the face to look at, in the frame with the largest movement.',
  'au-icgan':
    'Makes new clips of a face with the movements that are asked for, to learn from where too few are filmed.',
  'ice-gan': 'Makes new faces with an expression, and names expressions with the same network.',
};
