import { FaceLandmarker } from '@mediapipe/tasks-vision';

type Detect = (
  this: FaceLandmarker,
  ...call: Parameters<FaceLandmarker['detectForVideo']>
) => ReturnType<FaceLandmarker['detectForVideo']>;

/**
 * Makes every landmarker of this thread fail at its n-th picture: `die` ends the thread, `poison` first repeats a
 * time stamp, after which MediaPipe's graph fails for good.
 */
export function failAt({
  die = Infinity,
  poison = Infinity,
}: {
  readonly die?: number;
  readonly poison?: number;
}): void {
  const { detectForVideo: detect } = FaceLandmarker.prototype as unknown as Readonly<
    Record<'detectForVideo', Detect>
  >;
  let pictures = 0;
  FaceLandmarker.prototype.detectForVideo = function (...call: Parameters<Detect>) {
    pictures += 1;
    if (pictures === die) process.exit(1);
    if (pictures === poison) detect.apply(this, [call[0], 1]);
    return detect.apply(this, call);
  };
}
