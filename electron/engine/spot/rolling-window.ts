/** Numbers kept in order, so that their median is a look-up. */
export class SortedValues {
  #values = new Float32Array(64);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float32Array(2 * this.#count);
      larger.set(this.#values);
      this.#values = larger;
    }
    const values = this.#values;
    const at = this.#position(value);
    for (let i = this.#count; i > at; i--) values[i] = values[i - 1]!;
    values[at] = value;
    this.#count++;
  }

  /** Takes one value out that was added. */
  remove(value: number): void {
    const values = this.#values;
    this.#count--;
    for (let i = this.#position(value); i < this.#count; i++) values[i] = values[i + 1]!;
  }

  /** The mean of the middle two where their number is even; NaN of none. */
  get median(): number {
    const middle = this.#count >> 1;
    if (this.#count % 2 === 1) return this.#values[middle]!;
    return this.#count > 0 ? (this.#values[middle - 1]! + this.#values[middle]!) / 2 : NaN;
  }

  /** Index of the first value that is not below `value`. */
  #position(value: number): number {
    const values = this.#values;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Recent rows of components, and the median of each component around an instant. Instants rise. */
export class RollingWindow {
  readonly #inside: readonly SortedValues[];
  /** Rows from the oldest inside on; the first `#entered` of them are inside. */
  #rows: { readonly timeS: number; readonly row: Float32Array }[] = [];
  #entered = 0;
  /** Rows at the head of `#rows` that have left. */
  #left = 0;

  constructor(components: number) {
    this.#inside = Array.from({ length: components }, () => new SortedValues());
  }

  /** Takes the next row; it must not change any more. */
  add(timeS: number, row: Float32Array): void {
    this.#rows.push({ timeS, row });
  }

  /** Writes the medians over the rows within `spanS / 2` of `timeS` to `out`; `timeS` must not fall from call to call. */
  mediansAround(timeS: number, spanS: number, out: Float64Array): void {
    const rows = this.#rows;
    while (this.#entered < rows.length && rows[this.#entered]!.timeS - timeS <= spanS / 2) {
      const { row } = rows[this.#entered++]!;
      for (let c = 0; c < row.length; c++) this.#inside[c]!.add(row[c]!);
    }
    while (this.#left < this.#entered && timeS - rows[this.#left]!.timeS > spanS / 2) {
      const { row } = rows[this.#left++]!;
      for (let c = 0; c < row.length; c++) this.#inside[c]!.remove(row[c]!);
    }
    for (let c = 0; c < out.length; c++) out[c] = this.#inside[c]!.median;
    if (this.#left < TRIM_ROWS) return;
    this.#rows = rows.slice(this.#left);
    this.#entered -= this.#left;
    this.#left = 0;
  }
}

/** Rows that have left are let go this many at a time. */
const TRIM_ROWS = 100;
