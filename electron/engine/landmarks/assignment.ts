/**
 * The assignment of rows to columns with the least total cost (Hungarian method, O(n³), in the form with
 * potentials and shortest augmenting paths: Jonker and Volgenant 1987). Costs may be Infinity: never assigned.
 * Returns the column of each row, or −1.
 */
export function assign(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  const size = Math.max(rows, columns);
  // Padding and forbidden pairs cost more than any real set of pairs, so as many real pairs as possible are made.
  const most = costs.flat().filter(Number.isFinite);
  const forbidden = 1 + 2 * size * most.reduce((max, cost) => Math.max(max, Math.abs(cost)), 1);
  const cost = (row: number, column: number): number => {
    const value = costs[row]?.[column];
    return value !== undefined && Number.isFinite(value) ? value : forbidden;
  };
  const rowOf = shortestPaths(size, cost);
  const columnOf = new Array<number>(rows).fill(-1);
  for (let column = 0; column < columns; column++) {
    const row = rowOf[column]!;
    if (Number.isFinite(costs[row]?.[column])) columnOf[row] = column;
  }
  return columnOf;
}

/** The row of each column in the square problem. Index `size` stands for "no column yet". */
function shortestPaths(size: number, cost: (row: number, column: number) => number): number[] {
  const rowPotential = new Array<number>(size).fill(0);
  const columnPotential = new Array<number>(size + 1).fill(0);
  const rowOf = new Array<number>(size + 1).fill(-1);
  for (let start = 0; start < size; start++) {
    const distance = new Array<number>(size).fill(Infinity);
    const before = new Array<number>(size).fill(size);
    const isDone = new Array<boolean>(size + 1).fill(false);
    let column = size;
    rowOf[size] = start;
    while (rowOf[column] !== -1) {
      isDone[column] = true;
      const row = rowOf[column]!;
      let [step, next] = [Infinity, size];
      for (let other = 0; other < size; other++) {
        if (isDone[other]) continue;
        const reduced = cost(row, other) - rowPotential[row]! - columnPotential[other]!;
        if (reduced < distance[other]!) [distance[other], before[other]] = [reduced, column];
        if (distance[other]! < step) [step, next] = [distance[other]!, other];
      }
      for (let other = 0; other <= size; other++) {
        if (isDone[other]) {
          rowPotential[rowOf[other]!]! += step;
          columnPotential[other]! -= step;
        } else if (other < size) {
          distance[other]! -= step;
        }
      }
      column = next;
    }
    for (; column !== size; column = before[column]!) rowOf[column] = rowOf[before[column]!]!;
  }
  return rowOf;
}
