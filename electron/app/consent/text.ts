/**
 * What participants read and agree to. Its version is kept with every consent: change the version with every change of
 * the text. Who runs a study may need more; this is the part that is about the program.
 */
export const CONSENT_TEXT = {
  version: '2026-11',
  text: `You are asked to let your face be filmed and analyzed by a program called Onset.

What it does. Onset follows the faces in the video and measures small movements of brows, eyes, cheeks and mouth. It lists movements that were short or slight as candidates for a person to look at. It may suggest the name of an expression that moves the face in a similar way.

What it does not do. It does not know what you feel, think or intend, and it is not a test of anything about you. Its suggestions are often wrong. Nothing is to be decided about you because of them. Your face is not compared with other faces to find out who you are.

What is kept. The video, if it is recorded; where your face was in each frame and how it moved; the candidates, and what people wrote about them; this consent. All of it stays on this computer: the program sends nothing to anybody. The people who run this recording can make copies, and should tell you to whom they give them.

How long. Until the date you agree on here, if you agree on one; then the program deletes it by itself when it next runs. Otherwise until somebody deletes it.

Your choice. Taking part is up to you. You may stop at any time, without giving a reason and without any disadvantage. Say that you withdraw, and the session is deleted: its measurements, its video where the program keeps it, and the files exported from it that it knows of. You can have a receipt that lists what was deleted and what was not. If other people are in the same session, their data are deleted with it, because faces in one video cannot be taken apart. Deleted data can sometimes be recovered from a disk by experts, and copies made before are not reached; ask the people who run this recording about those.

If a face is hidden by blurring in a copy of the video, people who know you may still recognize you by your voice, your clothes or how you move.`,
} as const;
