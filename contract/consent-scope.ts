/**
 * What a consent's scope allows beyond being analysed. Scopes are sentences that a person has read and agreed to; the
 * one that allows a face to be changed, or clips to be made of it, has this word in it.
 */
export const allowsSynthesis = (scope: string): boolean => /\bsynthesis\b/i.test(scope);

/** Whether the person may be recorded. The scope that allows to be analysed only says that no video is kept. */
export const allowsRecording = (scope: string): boolean => !/\bno video\b/i.test(scope);
