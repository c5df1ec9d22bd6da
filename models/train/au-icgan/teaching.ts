/**
 * How AU-ICGAN is taught, apart from the networks' own options: what each loss weighs, and what conditions it is given.
 */
export interface AuIcganTeaching {
  /** λ₁: looks real to the image critic. 0 leaves a loss out of the graph; so for all weights. */
  readonly adversarialWeight: number;
  /** λ₂: going back gives the first picture. */
  readonly cycleWeight: number;
  /** λ₃: attention is small and smooth. */
  readonly attentionWeight: number;
  /** λ₄: the image critic reads the intensities that were asked for; the weight of its own reading as well. */
  readonly unitsWeight: number;
  /** λ₅: likeness to the first picture, or to the true frames where they are known. */
  readonly ssimWeight: number;
  /** Likeness of made frames to the true ones pixel by pixel where they are known; the paper has no such loss (0). */
  readonly framesWeight: number;
  /** λ₆: the video critic names the micro-expression that was asked for. */
  readonly emotionWeight: number;
  /** λ₇: looks real to the video critic. */
  readonly authenticityWeight: number;
  /** λ of the gradient penalties. */
  readonly penaltyWeight: number;
  /** Steps of the critics for one of the generator. */
  readonly criticSteps: number;
  /** Frames that the cycle loss goes back from; spread over the clip. */
  readonly cycleFrames: number;
  /**
   * Where conditions are from: this share is the clip's own, whose frames are then known; this share is drawn, one or
   * two units of any strength; the rest are another clip's.
   */
  readonly ownShare: number;
  readonly drawnShare: number;
  /** Uniform noise on each unit's intensity at the apex, up to ± this. */
  readonly conditionNoise: number;
}

/**
 * Weights of GANimation where it has them (its 4000 for units is divided by a batch of 25 on top of a mean), 1 for what
 * the paper adds and does not weigh.
 */
export const AU_ICGAN_TEACHING: AuIcganTeaching = {
  adversarialWeight: 1,
  cycleWeight: 10,
  attentionWeight: 1,
  unitsWeight: 160,
  ssimWeight: 1,
  framesWeight: 0,
  emotionWeight: 1,
  authenticityWeight: 1,
  penaltyWeight: 10,
  criticSteps: 5,
  cycleFrames: 4,
  ownShare: 0.5,
  drawnShare: 0.25,
  conditionNoise: 0.1,
};
