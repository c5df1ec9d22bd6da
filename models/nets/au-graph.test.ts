import { describe, expect, it } from 'vitest';
import { auAdjacency, auEdges, CASME_II_AUS } from './au-graph.ts';

// 6 and 12 are an anatomical pair, 1 and 12 are none, 1 and 6 neither.
const AUS = [1, 6, 12];

describe('edges between action units', () => {
  it('are the frequency with which the rarer one comes with the other', () => {
    // AU 1: 4 clips, AU 6: 2, AU 12: 5. 1 with 12: 2 clips; 6 with 12: 2; 1 with 6: none.
    const labels = [
      [1, 0, 1],
      [1, 0, 1],
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
    ];
    // P(12|1) = 2/4 against P(1|12) = 2/5; P(12|6) = 2/2.
    expect(auEdges(AUS, labels)).toEqual([0, 0, 0.5, 0, 0, 1, 0.5, 1, 0]);
  });

  it('are those of anatomy where fewer than two clips show both', () => {
    expect(auEdges(AUS, [])).toEqual([0, 0, 0, 0, 0, 0.5, 0, 0.5, 0]);
    const once = [
      [0, 1, 1],
      [1, 0, 1],
    ];
    expect(auEdges(AUS, once)).toEqual([0, 0, 0, 0, 0, 0.5, 0, 0.5, 0]);
  });

  it('refuse labels for other units', () => {
    expect(() => auEdges(AUS, [[1, 0]])).toThrow('internal: a clip has 2 labels for 3 action units');
  });
});

describe('the normalized adjacency', () => {
  it('divides by the roots of both degrees, each node its own neighbour', () => {
    // A + I = [[1, 0, 0], [0, 1, ½], [0, ½, 1]]: degrees 1, 1.5, 1.5.
    const expected = [1, 0, 0, 0, 1 / 1.5, 0.5 / 1.5, 0, 0.5 / 1.5, 1 / 1.5];
    expect(auAdjacency(AUS)).toEqual(expected.map((value) => expect.closeTo(value, 12) as number));
  });

  it('is symmetric, with 1 as its largest eigenvalue, so that features keep their size', () => {
    const count = CASME_II_AUS.length;
    const labels = Array.from({ length: 40 }, (_, clip) =>
      CASME_II_AUS.map((_au, at) => ((clip * 7 + at * 5) % 4 === 0 ? 1 : 0)),
    );
    const matrix = auAdjacency(CASME_II_AUS, labels);
    let vector = new Array<number>(count).fill(1);
    let size = 0;
    for (let round = 0; round < 500; round++) {
      const next = vector.map((_, i) => vector.reduce((sum, x, j) => sum + matrix[i * count + j]! * x, 0));
      size = Math.hypot(...next) / Math.hypot(...vector);
      vector = next.map((x) => x / Math.hypot(...next));
    }
    expect(size).toBeCloseTo(1, 9);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) expect(matrix[i * count + j]).toBe(matrix[j * count + i]);
  });
});
