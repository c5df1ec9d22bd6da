/** Execution providers of ONNX Runtime that Onset knows, in the order in which it prefers them. */
export const PROVIDERS = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What a recognizer file says of itself in its metadata properties (`onset.*`). */
export interface RecognizerCard {
  readonly network: string;
  readonly aus: readonly number[];
  readonly emotions: readonly string[];
  /** Frames per window (L), crop size in pixels, and the window's span in seconds. */
  readonly frames: number;
  readonly sizePx: number;
  readonly windowS: number;
  readonly recipe: string;
  readonly trainedOn: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly usesNeutral: boolean;
  readonly sha256: string;
}
