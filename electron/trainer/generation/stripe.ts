/** The sign in a picture that it was made, for whoever looks at it. */

/** Share of a picture's height, and pixels of a stripe. */
const [BAND, STRIPE_PX] = [0.06, 4];

/** Light and dark slanted stripes along the lower edge of [planes, S, S], whose levels end at `white`. */
export function stripe(picture: Float32Array | Uint8Array, sizePx: number, white = 1): void {
  const area = sizePx * sizePx;
  for (let row = Math.floor(sizePx * (1 - BAND)); row < sizePx; row++)
    for (let column = 0; column < sizePx; column++) {
      const level = white * (Math.floor((row + column) / STRIPE_PX) % 2);
      for (let from = 0; from < picture.length; from += area) picture[from + row * sizePx + column] = level;
    }
}
