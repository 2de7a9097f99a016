"""Exercise: nodes, edges and ways of an unrolled graph with outputs and skips."""

from functools import partial

from rnn_helpers.exercises.core import Exercise, Mistake


def graph_size(T, k):
    """T steps, skips over k steps (1 < k < T) -> nodes, edges, longest and shortest way from x_1 to h_T: whole numbers."""
    nodes = 3 * T + 1
    edges = 3 * T + (T - k)
    longest = T
    shortest = 1 + (T - 1) // k + (T - 1) % k
    return nodes, edges, longest, shortest


def inputs(case):
    k = int(case.rng.integers(2, 6))
    return {"T": int(case.rng.integers(k + 2, 17)), "k": k}


def edges_of(T, k):
    """The graph itself: (from, to), a node's own edges after those of what it is made from."""
    edges = []
    for t in range(1, T + 1):
        edges += [(f"x_{t}", f"h_{t}"), (f"h_{t - 1}", f"h_{t}")]
        if t - k >= 1:
            edges.append((f"h_{t - k}", f"h_{t}"))
        edges.append((f"h_{t}", f"y_{t}"))
    return edges


def oracle(T, k):
    """Counted on the graph."""
    edges = edges_of(T, k)
    ways = {"x_1": {0}}  # node: the lengths of all ways to it
    for start, end in edges:
        ways[end] = ways.get(end, set()) | {steps + 1 for steps in ways.get(start, ())}
    return len({node for edge in edges for node in edge}), len(edges), max(ways[f"h_{T}"]), min(ways[f"h_{T}"])


def but(T, k, change):
    """The right numbers, except for those that `change(T, k)` names."""
    right = dict(zip(("nodes", "edges", "longest", "shortest"), oracle(T, k)))
    return tuple((right | change(T, k)).values())


CHANGED = {
    "no h_0": ("h_0 is a node too. The first state is made from x_1 and h_0.",
               lambda T, k: {"nodes": 3 * T}),
    "no "
    "outputs": ("The outputs are missing: each step has one more node, and one more edge that "
                   "goes up to it.",
                   lambda T, k: {"nodes": 2 * T + 1, "edges": 2 * T + T - k}),
    "no "
    "skips": ("The skips are missing among the edges. One ends at each state that has another k "
                 "steps before it.",
                 lambda T, k: {"edges": 3 * T}),
    "T "
    "skips": ("A skip is counted for every state. The first k states have no state k steps "
                "before them.",
                lambda T, k: {"edges": 4 * T}),
    "skip from h_0": ("A skip is counted from h_0. They go from h_1, h_2, … only.",
                      lambda T, k: {"edges": 4 * T - k + 1}),
    "shared "
    "edges": ("Each step has edges of its own. It is the weights that are shared, not the "
                     "edges.",
                     lambda T, k: {"edges": 4}),
    "boxes": ("You count the nodes of a way, both ends included. Count its arrows, one less.",
              lambda T, k: {name: oracle(T, k)[i] + 1 for name, i in (("longest", 2), ("shortest", 3))}),
    "from h_1": ("The way begins at x_1, so the arrow from x_1 to h_1 counts too.",
                 lambda T, k: {name: oracle(T, k)[i] - 1 for name, i in (("longest", 2), ("shortest", 3))}),
    "longest with skips": ("A skip makes a way shorter. The longest way takes none.",
                           lambda T, k: {"longest": 1 + (T - 1) // k + (T - 1) % k}),
    "shortest without skips": ("This way does not use the skips, each of which saves k - 1 arrows.",
                               lambda T, k: {"shortest": T}),
    "too "
    "far": ("Jumps of k alone overshoot. What is left over after the last whole jump must be "
                "walked, one arrow a step.",
                lambda T, k: {"shortest": 1 + -(-(T - 1) // k)}),
    "jumps "
    "only": ("The single steps are missing: what is left over after the last whole jump must "
                   "be walked.",
                   lambda T, k: {"shortest": 1 + (T - 1) // k}),
    "T for T - 1": ("From h_1 to h_T there are T - 1 steps to cover, not T.",
                    lambda T, k: {"shortest": 1 + T // k + T % k}),
}

EXERCISE = Exercise(
    place=1,
    title="The size of a graph",
    task="Give the unrolled graph of section 4 an output $\\mathbf{y}_{(t)}$ over each of the T "
         "states, and a skip from each of $\\mathbf{h}_{(1)}, \\mathbf{h}_{(2)}, \\dots$ to the "
         "state k steps later. Count its nodes, its edges, and the arrows of the longest and of "
         "the shortest way from $\\mathbf{x}_{(1)}$ to $\\mathbf{h}_{(T)}$.",
    solution=graph_size,
    why="A step brings three nodes, x, h and y, and h_0 is there before. It brings three edges, "
        "and from step k + 1 on a skip as a fourth. The longest way goes through every state. The "
        "shortest takes the first arrow up, then as many whole jumps as fit into T - 1, and walks "
        "the rest.",
    inputs=inputs,
    returns="nodes edges longest shortest",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=8,
    mistakes={name: Mistake(says, partial(but, change=change)) for name, (says, change) in CHANGED.items()},
    hints=(
        "Draw it for T = 5 and k = 2, on paper. What does a sixth step add?",
        "Per step: three nodes and three edges, and a skip for those states that have one k steps "
        "before. For the shortest way, how many jumps of k fit into the way from h_1 to h_T, and "
        "how many single steps are left?",
        "3T + 1 nodes and 3T + (T - k) edges. The longest way has T arrows; the shortest 1, plus "
        "(T - 1) // k, plus the remainder.",
    ),
)
