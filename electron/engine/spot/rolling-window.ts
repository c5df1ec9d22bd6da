/** A column's recent values, sorted, so that the median around an instant is a look-up. Instants rise. */
export class RollingWindow {
  readonly #sorted: number[] = [];
  readonly #ahead: { readonly timeS: number; readonly value: number }[] = [];
  readonly #inside: { readonly timeS: number; readonly value: number }[] = [];

  add(timeS: number, value: number): void {
    this.#ahead.push({ timeS, value });
  }

  /** Median of the values within `spanS / 2` of `timeS`; `timeS` must not fall from call to call. */
  medianAround(timeS: number, spanS: number): number {
    while (this.#ahead.length > 0 && this.#ahead[0]!.timeS - timeS <= spanS / 2) {
      const entering = this.#ahead.shift()!;
      this.#inside.push(entering);
      this.#sorted.splice(position(this.#sorted, entering.value), 0, entering.value);
    }
    while (this.#inside.length > 0 && timeS - this.#inside[0]!.timeS > spanS / 2) {
      this.#sorted.splice(position(this.#sorted, this.#inside.shift()!.value), 1);
    }
    const middle = this.#sorted.length >> 1;
    return this.#sorted.length % 2 === 1
      ? this.#sorted[middle]!
      : (this.#sorted[middle - 1]! + this.#sorted[middle]!) / 2;
  }
}

/** Index of the first element that is not below `value`. */
function position(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
