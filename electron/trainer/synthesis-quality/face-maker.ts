/** Something that makes an expression of a face at rest: a generator, or what it is compared with. */
import type { AuNumber } from '../../../contract/au.ts';
import type { Picture } from '../../../models/evaluate/synthesis/index.ts';

/** What is wanted; a maker looks at what it understands. */
export interface FaceRequest {
  readonly emotion: string;
  readonly aus: readonly number[];
  /** How much of it, 0 … 1. */
  readonly intensity: number;
}

/** One knob of a maker, and the action unit that shows whether it turns anything. */
export interface Control {
  readonly name: string;
  readonly request: Omit<FaceRequest, 'intensity'>;
  readonly au: AuNumber;
}

export interface FaceMaker extends AsyncDisposable {
  readonly name: string;
  readonly controls: readonly Control[];
  /** True where `intensity` is that of the units; absent where it is the share of the one apex that there is. */
  readonly knowsIntensities?: boolean;
  /** `subject` is whose face it is. The picture has the size of `rest`. */
  make(rest: Picture, subject: string, request: FaceRequest, seed: number): Promise<Picture>;
}
