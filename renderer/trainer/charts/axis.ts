/** From values to places on a drawing, linear or logarithmic, with ticks at round numbers. */

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
}

/** A range that holds all values with some air; a logarithmic one holds those above zero. Null: there is nothing to show. */
export function axisOver(values: Iterable<number>, isLog: boolean): Axis | null {
  let from = Infinity;
  let to = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  if (from > to) return null;
  if (isLog) {
    // A curve that does not move still gets a decade to stand in.
    const isFlat = to / from < 1.1;
    return { from: from / (isFlat ? 3 : 1.1), to: to * (isFlat ? 3 : 1.1), isLog };
  }
  const air = to > from ? 0.06 * (to - from) : Math.max(Math.abs(to) * 0.1, 0.1);
  // Losses and scores have their floor at zero: a little air below it would say they could go there.
  return { from: from >= 0 ? Math.max(0, from - air) : from - air, to: to + air, isLog };
}

/** 0 at `from`, 1 at `to`; NaN for what a logarithmic axis has no place for. */
export function placeOn({ from, to, isLog }: Axis, value: number): number {
  if (!isLog) return to === from ? 0 : (value - from) / (to - from);
  return value > 0 ? Math.log(value / from) / Math.log(to / from) : NaN;
}

/** The value at a place, as `placeOn` gives it. */
export function valueAt({ from, to, isLog }: Axis, place01: number): number {
  return isLog ? from * (to / from) ** place01 : from + place01 * (to - from);
}

/** Round numbers along an axis, some `count` of them, inside it. */
export function ticksOf(axis: Axis, count: number): readonly number[] {
  return axis.isLog ? logTicks(axis, count) : linearTicks(axis, count);
}

function linearTicks({ from, to }: Axis, count: number): number[] {
  const step = roundStep((to - from) / Math.max(1, count));
  const ticks: number[] = [];
  // Multiples by index, so that 0.1 + 0.2 does not come out as 0.30000000000000004.
  for (let index = Math.ceil(from / step); index * step <= to + step * 1e-9; index++)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** 1, 2 or 5 times a power of ten, at least as large as `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return (([1, 2, 5] as const).find((factor) => factor * power >= step * (1 - 1e-9)) ?? 10) * power;
}

function logTicks({ from, to }: Axis, count: number): number[] {
  const decades = Math.log10(to / from);
  const factors = decades > count ? [1] : decades > count / 2 ? [1, 3] : [1, 2, 5];
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power++) {
    if (factors.length === 1 && power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  return ticks;
}
