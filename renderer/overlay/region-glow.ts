/** Light over the parts of a face that move, stronger the more they do. */
import { faceColour, transparentFaceColour } from './face-colours.ts';
import { placeRegion, REGIONS, regionStrengths } from './face-regions.ts';
import { canvasX, canvasY, type Placement } from './placement.ts';
import type { Surface } from './surface.ts';

/** A quarter of FACS intensity A, a trace: measuring a still face gives as much, and brief movements begin above. */
const FAINTEST_01 = 0.05;
/** Share of the light's middle that is fully covered at intensity 5. */
const MOST_OPAQUE = 0.55;

const strengths = new Float32Array(2 * REGIONS.length);

export function drawRegions(
  surface: Surface,
  face: { readonly track: number; readonly points: Float32Array; readonly aus: Float32Array },
  placement: Placement,
): void {
  regionStrengths(face.aus, strengths);
  const colour = faceColour(face.track);
  for (let slot = 0; slot < strengths.length; slot++) {
    const strength = strengths[slot]!;
    if (strength < FAINTEST_01) continue;
    const side = slot < REGIONS.length ? 'left' : 'right';
    const place = placeRegion(face.points, REGIONS[slot % REGIONS.length]!, side);
    surface.save();
    surface.translate(canvasX(placement, place.x), canvasY(placement, place.y));
    surface.rotate(placement.isMirrored ? -place.angle : place.angle);
    surface.scale(place.radiusX * placement.scale, place.radiusY * placement.scale);
    const light = surface.createRadialGradient(0, 0, 0, 0, 0, 1);
    light.addColorStop(0, colour);
    light.addColorStop(1, transparentFaceColour(face.track));
    surface.globalAlpha = MOST_OPAQUE * Math.sqrt(strength);
    surface.fillStyle = light;
    surface.beginPath();
    surface.arc(0, 0, 1, 0, 2 * Math.PI);
    surface.fill();
    surface.restore();
  }
}
