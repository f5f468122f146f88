"""Small symmetric eigenproblems and linear systems in plain floats: no BLAS, so every machine says the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

Matrix = list[list[float]]
_SWEEPS = 60


def symmetric_eigen(matrix: Sequence[Sequence[float]]) -> tuple[list[float], Matrix]:
    """Eigenvalues, largest first, and their unit eigenvectors as rows, of a symmetric (n, n) matrix.

    Cyclic Jacobi rotations (Golub and Van Loan, "Matrix Computations", 8.5); ends at 1e-15 of the norm.
    """
    n = len(matrix)
    a = [list(row) for row in matrix]
    v = [[float(i == j) for j in range(n)] for i in range(n)]
    norm = math.sqrt(sum(x * x for row in a for x in row)) or 1.0
    for _ in range(_SWEEPS):
        if math.sqrt(sum(a[i][j] ** 2 for i in range(n) for j in range(i))) <= 1e-15 * norm:
            break
        for p in range(n - 1):
            for q in range(p + 1, n):
                _rotate(a, v, p, q)
    order = sorted(range(n), key=lambda i: -a[i][i])
    return [a[i][i] for i in order], [[v[k][i] for k in range(n)] for i in order]


def _rotate(a: Matrix, v: Matrix, p: int, q: int) -> None:
    """One rotation that takes a[p][q] to zero."""
    if a[p][q] == 0.0:
        return
    theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
    t = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta * theta + 1))
    c = 1 / math.sqrt(t * t + 1)
    s = t * c
    for k in range(len(a)):
        a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
    for k in range(len(a)):
        a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
        v[k][p], v[k][q] = c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """The solution of a linear system by elimination with row pivots; None where there is none."""
    n = len(right)
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    scale = max((abs(x) for row in matrix for x in row), default=0.0)
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k]))
        if abs(rows[best][k]) <= 1e-13 * scale:
            return None
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(k + 1, n):
            f = rows[i][k] / rows[k][k]
            rows[i] = [x - f * y for x, y in zip(rows[i], rows[k], strict=True)]
    answer = [0.0] * n
    for k in reversed(range(n)):
        answer[k] = (rows[k][n] - sum(rows[k][j] * answer[j] for j in range(k + 1, n))) / rows[k][k]
    return answer
