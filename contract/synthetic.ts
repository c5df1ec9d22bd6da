/** Stands in the comment of every made clip, so that no program takes it for a recording of a person. */
export const SYNTHETIC_MARK = 'onset:synthetic';
