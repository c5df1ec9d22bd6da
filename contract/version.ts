/** Onset's version, as package.json has it; stamped on every session and result file. */
export const ONSET_VERSION = '0.1.0';
