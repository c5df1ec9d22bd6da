/** What ICE-GAN's losses weigh. A weight of 0 leaves a term out; it is then not reported either. */
export interface IceGanTeaching {
  /**
   * Of the adversarial term in what the generator and the discriminator lower (the authors' log fits 0.1 and 1 as
   * well).
   */
  readonly adversarialG: number;
  readonly adversarialD: number;
  /** Of the class that is asked for, in the generator. */
  readonly classG: number;
  /** Of the classes of real pictures, and of those that generated ones were asked to show, in the discriminator. */
  readonly classD: number;
  readonly classOfGenerated: number;
  /** 2 as in the text (squared hinge), 1 as in the authors' code. */
  readonly marginPower: number;
  /** Of the picture drawn again from its capsule (a mean over pixels). */
  readonly reconstruction: number;
  /** Of the mean difference between the generated picture and its target. */
  readonly pixel: number;
  /** 1 as in the paper; 2: squared, by which the many pixels that stay hold the few that move back less. */
  readonly pixelPower: number;
  /**
   * Share of pictures that are asked for the class that the clip shows; the others' is drawn by lot, as in the paper.
   * Only of the former is the apex known: the face alone does not say which, so with lots alone (0) the pixel term is
   * lowest where a face stays at rest whatever is asked for.
   */
  readonly ownShare: number;
  /** Of the features' mean squared difference from those of the face at rest. */
  readonly perceptual: number;
  /**
   * Run folder of a face-features network, whose frozen features the perceptual term compares; empty: there is no such
   * term.
   */
  readonly perceptualFrom: string;
  readonly beta1: number;
  readonly beta2: number;
  /** Pictures round the apex that count as it, itself among them, and how far apart they are. */
  readonly apexFrames: number;
  readonly apexSpacingMs: number;
  /** Whether pictures are mirrored, lightened and darkened when they are read. */
  readonly augments: boolean;
  /** Whether generated pictures of the held-out people are scored as well, under names of their own. */
  readonly scoresGenerated: boolean;
}

/** The paper's weights and optimizer. Four frames round the apex are those of a camera of 200 pictures a second. */
export const ICE_GAN_TEACHING: IceGanTeaching = {
  adversarialG: 0.1,
  adversarialD: 0.1,
  classG: 1,
  classD: 1,
  classOfGenerated: 1,
  marginPower: 2,
  reconstruction: 5e-4,
  pixel: 1,
  pixelPower: 1,
  ownShare: 0,
  perceptual: 0.1,
  perceptualFrom: '',
  beta1: 0.9,
  beta2: 0.999,
  apexFrames: 5,
  apexSpacingMs: 5,
  augments: true,
  scoresGenerated: false,
};
