import type { DataContent } from '../../../contract/channels/trainer-data.ts';

export const EMPTY_CONTENT: DataContent = {
  clips: 0,
  pictures: 0,
  longVideos: 0,
  subjects: 0,
  classes: [],
  aus: [],
  parts: [],
  fps: null,
  shape: null,
  isSynthetic: false,
  isGenerated: false,
};

/** How often each value comes, in the order of `names`, else of their first coming. */
export function countNamed(
  values: readonly string[],
  names: readonly string[] = [...new Set(values)],
): { readonly name: string; readonly count: number }[] {
  return names.map((name) => ({ name, count: values.filter((value) => value === name).length }));
}

/** How often each action unit is coded, ascending. */
export function countAus(
  coded: readonly (readonly number[] | null)[],
): { readonly name: string; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const aus of coded) for (const au of new Set(aus ?? [])) counts.set(au, (counts.get(au) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one - other).map(([au, count]) => ({ name: `AU${au}`, count }));
}
