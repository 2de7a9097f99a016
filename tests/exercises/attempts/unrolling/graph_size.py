"""Attempts at `graph_size`."""

import math

import numpy as np


def counted(T, k):
    nodes, edges = {"h0"}, set()
    for t in range(1, T + 1):
        nodes |= {f"x{t}", f"h{t}", f"y{t}"}
        edges |= {(f"x{t}", f"h{t}"), (f"h{t - 1}", f"h{t}"), (f"h{t}", f"y{t}")}
        if t > k:
            edges.add((f"h{t - k}", f"h{t}"))
    best = {1: 1}
    for t in range(2, T + 1):
        best[t] = 1 + min(best[t - 1], best.get(t - k, math.inf))
    return len(nodes), len(edges), T, best[T]


def with_matrices(T, k):
    """Powers of the adjacency matrix of the states: is there a way of n arrows?"""
    A = np.eye(T, k=1) + np.eye(T, k=k)
    ways = [n for n in range(T) if np.linalg.matrix_power(A, n)[0, -1] > 0]
    return 3 * T + 1, int(A.sum()) + 2 * T + 1, 1 + max(ways), 1 + min(ways)


def divmod_of_it(T, k):
    jumps, steps = divmod(T - 1, k)
    return {"nodes": 1 + 3 * T, "edges": 4 * T - k, "longest": T, "shortest": 1 + jumps + steps}


RIGHT = [counted, with_matrices, divmod_of_it]


def three_a_step(T, k):
    return sum(3 for t in range(T)), 4 * T - k, T, 1 + sum(divmod(T - 1, k))


def as_in_section_4(T, k):
    return 2 * T + 1, 2 * T + T - k, T, 1 + sum(divmod(T - 1, k))


def plain_edges(T, k):
    return 3 * T + 1, 3 * T, T, 1 + sum(divmod(T - 1, k))


def one_skip_each(T, k):
    return 3 * T + 1, sum(4 for t in range(T)), T, 1 + sum(divmod(T - 1, k))


def range_from_0(T, k):
    skips = [(t - k, t) for t in range(k, T + 1)]
    return 3 * T + 1, 3 * T + len(skips), T, 1 + sum(divmod(T - 1, k))


def arrows_of_the_loop(T, k):
    return 3 * T + 1, len({"x to h", "h to h", "h to y", "skip"}), T, 1 + sum(divmod(T - 1, k))


def nodes_on_the_way(T, k):
    return 3 * T + 1, 4 * T - k, len(["x_1"] + list(range(T))), 2 + sum(divmod(T - 1, k))


def states_only(T, k):
    return 3 * T + 1, 4 * T - k, T - 1, sum(divmod(T - 1, k))


def shortest_twice(T, k):
    shortest = 1 + sum(divmod(T - 1, k))
    return 3 * T + 1, 4 * T - k, shortest, shortest


def longest_twice(T, k):
    return 3 * T + 1, 4 * T - k, T, T


def rounded_up(T, k):
    return 3 * T + 1, 4 * T - k, T, 1 + math.ceil((T - 1) / k)


def whole_jumps(T, k):
    return 3 * T + 1, 4 * T - k, T, 1 + int((T - 1) / k)


def all_T(T, k):
    return 3 * T + 1, 4 * T - k, T, 1 + sum(divmod(T, k))


def nodes_only(T, k):
    return 3 * T + 1


def with_weights(T, k):
    return 3 * T + 4, 4 * T - k, T, 1 + sum(divmod(T - 1, k))


def forgot_return(T, k):
    nodes, edges = 3 * T + 1, 4 * T - k
    print(nodes, edges)


def all_steps_jumped(T, k):
    jumps, rest = divmod(T, k)
    return 3 * T + 1, 4 * T - k, T, jumps + rest


WRONG = {
    "no h_0": [three_a_step],
    "no outputs": [as_in_section_4],
    "no skips": [plain_edges],
    "T skips": [one_skip_each],
    "skip from h_0": [range_from_0],
    "shared edges": [arrows_of_the_loop],
    "boxes": [nodes_on_the_way],
    "from h_1": [states_only],
    "longest with skips": [shortest_twice],
    "shortest without skips": [longest_twice],
    "too far": [rounded_up],
    "jumps only": [whole_jumps],
    "T for T - 1": [all_T],
    "offset": [with_weights],
    "type": [nodes_only],
    "none": [forgot_return],
    "T steps": [all_steps_jumped],
}
