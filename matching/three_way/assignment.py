"""Optimal one-to-one assignment on a sparse table of scores.

Successive shortest augmenting paths with potentials. Most lines have a best partner nobody else wants and cost
one look; only real conflicts start a search, and a search stops at the first free partner, so the time grows
with the number of pairs and not with lines × orders.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence


def assign(rows: Sequence[Sequence[tuple[int, int]]], columns: int) -> list[int]:
    """For each row the column it gets, or -1, so that the sum of scores is the largest possible.

    ``rows[i]`` lists (column, score) with score > 0; a row may stay alone at score 0. Equal sums are settled by
    the order of rows and columns, so give both in an order that does not depend on the input's.
    """
    # Each row has a private extra column of score 0 ("stays alone"): numbers from ``columns`` on.
    count = len(rows)
    owner: list[int] = [-1] * (columns + count)
    result: list[int] = [-1] * count
    price: list[int] = [0] * (columns + count)
    edges = [[*row, (columns + place, 0)] for place, row in enumerate(rows)]
    for row in range(count):
        _augment(row, edges, owner, result, price)
    return [column if column < columns else -1 for column in result]


def _augment(
    start: int, edges: list[list[tuple[int, int]]], owner: list[int], result: list[int], price: list[int]
) -> None:
    # Lowest cost first; cost of (row, column) is best-of-row − (score − price), never negative.
    distance: dict[int, int] = {}
    came_from: dict[int, int] = {}
    done: dict[int, int] = {}
    queue: list[tuple[int, int]] = []
    row, base = start, 0
    top_start = max(score - price[column] for column, score in edges[start])
    top_row = top_start
    while True:
        for column, score in edges[row]:
            if column in done:
                continue
            cost = base + top_row - (score - price[column])
            if cost < distance.get(column, cost + 1):
                distance[column] = cost
                came_from[column] = row
                heapq.heappush(queue, (cost, column))
        while True:
            cost, column = heapq.heappop(queue)
            if column not in done and distance[column] == cost:
                break
        if owner[column] < 0:
            break
        done[column] = cost
        row, base = owner[column], cost
        # The owner's own margin is the profit it holds now.
        top_row = _profit(row, result[row], edges, price)
    for reached, at in done.items():
        price[reached] += cost - at
    while True:
        row = came_from[column]
        previous = result[row]
        owner[column], result[row] = row, column
        if row == start:
            return
        column = previous


def _profit(row: int, column: int, edges: list[list[tuple[int, int]]], price: list[int]) -> int:
    return next(score - price[where] for where, score in edges[row] if where == column)
