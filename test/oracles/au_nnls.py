"""Makes au-nnls.json: non-negative least squares with a cost for every unit used, solved by SciPy.

The problem is min 1/2 |D x - m|^2 + c sum(x), x >= 0. With G = D'D = R'R (Cholesky) it is, but for a constant,
1/2 |R x - b|^2 with R'b = D'm - c, which scipy.optimize.nnls (Lawson and Hanson's active set) solves exactly.
The dictionary is made by a formula, not the product's, so that it does not change with it; motions are small enough for
the cost to be constant.

    /usr/bin/python3 test/oracles/au_nnls.py
"""
import json
from pathlib import Path

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import nnls

HERE = Path(__file__).resolve().parent
ROWS, COLUMNS, COST = 20, 8, 0.0002


def numbers(seed):
    """The same numbers that the test makes: a linear congruential generator, in -0.5 to 0.5."""
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield (state >> 16) / 32768 - 0.5


source = numbers(7)
dictionary = np.array([[next(source) * 0.2 for _ in range(ROWS)] for _ in range(COLUMNS)]).T
cases = []
for case in range(6):
    motion = np.array([next(source) * 0.05 for _ in range(ROWS)])
    triangle = np.linalg.cholesky(dictionary.T @ dictionary).T
    target = solve_triangular(triangle.T, dictionary.T @ motion - COST, lower=True)
    solution, _ = nnls(triangle, target)
    cases.append([round(float(value), 6) for value in solution])
(HERE / "au-nnls.json").write_text(
    json.dumps({"source": __doc__.split("\n")[0], "cost": COST, "solutions": cases}, indent=1) + "\n"
)
