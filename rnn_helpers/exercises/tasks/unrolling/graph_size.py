"""Exercise: nodes, edges and ways of an unrolled graph with outputs and skips."""

from rnn_helpers.exercises.core import Exercise, Mistake


def graph_size(T, k):
    """T steps, with skip connections over k steps, 1 < k < T.

    -> nodes, edges, longest and shortest path from x_1 to h_T: whole numbers.
    """
    nodes = 3 * T + 1
    edges = 3 * T + (T - k)
    longest = T
    shortest = 1 + (T - 1) // k + (T - 1) % k
    return nodes, edges, longest, shortest


def inputs(case):
    """More steps than a skip connection spans."""
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
    paths = {"x_1": {0}}  # node: the lengths of all paths to it
    for start, end in edges:
        paths[end] = paths.get(end, set()) | {steps + 1 for steps in paths.get(start, ())}
    nodes, lengths = {node for edge in edges for node in edge}, paths[f"h_{T}"]
    return len(nodes), len(edges), max(lengths), min(lengths)


def but(change):
    """The right numbers, except for those that `change(T, k)` names."""
    def counts(T, k):
        right = dict(zip(("nodes", "edges", "longest", "shortest"), oracle(T, k), strict=True))
        return tuple((right | change(T, k)).values())

    return counts


def paths_but(more):
    """Both paths counted with so many edges more."""
    return but(lambda T, k: {"longest": oracle(T, k)[2] + more, "shortest": oracle(T, k)[3] + more})


MISTAKES = {
    "no h_0": Mistake(
        "h_0 is a node too. The first state is computed from x_1 and h_0.",
        but(lambda T, k: {"nodes": 3 * T})),
    "no outputs": Mistake(
        "The outputs are missing: each step has one more node, and one more edge leading up to it.",
        but(lambda T, k: {"nodes": 2 * T + 1, "edges": 2 * T + T - k})),
    "no skips": Mistake(
        "The skip connections are missing from the edges. One ends at each state that has another "
        "state k steps before it.",
        but(lambda T, k: {"edges": 3 * T})),
    "T skips": Mistake(
        "You count a skip connection into every state. The first k states have no state k steps "
        "before them to skip from.",
        but(lambda T, k: {"edges": 4 * T})),
    "skip from h_0": Mistake(
        "You count a skip connection from h_0. They start from h_1, h_2, … only.",
        but(lambda T, k: {"edges": 4 * T - k + 1})),
    "shared edges": Mistake(
        "Each step has edges of its own. It is the weights that are shared, not the edges.",
        but(lambda T, k: {"edges": 4})),
    "boxes": Mistake(
        "You count the nodes on the path, including both ends. Count its edges, which is one less.",
        paths_but(+1)),
    "from h_1": Mistake(
        "The path begins at x_1, so the edge from x_1 to h_1 counts too.",
        paths_but(-1)),
    "longest with skips": Mistake(
        "A skip connection makes a path shorter. The longest path takes none.",
        but(lambda T, k: {"longest": 1 + (T - 1) // k + (T - 1) % k})),
    "shortest without skips": Mistake(
        "This path takes no skip connections, each of which would save k - 1 edges.",
        but(lambda T, k: {"shortest": T})),
    "too far": Mistake(
        "Jumps of k alone go too far. The steps left over after the last full jump must be taken "
        "one at a time.",
        but(lambda T, k: {"shortest": 1 + -(-(T - 1) // k)})),
    "jumps only": Mistake(
        "The single steps are missing: those left over after the last full jump have to be taken "
        "one at a time.",
        but(lambda T, k: {"shortest": 1 + (T - 1) // k})),
    "T steps": Mistake(
        "The edge from x_1 to h_1 is one of its own; after it there are T - 1 steps left to jump.",
        but(lambda T, k: {"shortest": T // k + T % k})),
    "T for T - 1": Mistake(
        "From h_1 to h_T there are T - 1 steps, not T.",
        but(lambda T, k: {"shortest": 1 + T // k + T % k})),
}

EXERCISE = Exercise(
    place=1,
    title="The size of a graph",
    stars=2,
    minutes=10,
    task="Give the unrolled graph an output $\\mathbf{y}_{(t)}$ above each of the T states, and a "
         "skip connection from each of $\\mathbf{h}_{(1)}, \\mathbf{h}_{(2)}, \\dots$ to the state "
         "k steps later. Count its nodes, its edges, and the edges on the longest and on the "
         "shortest path from $\\mathbf{x}_{(1)}$ to $\\mathbf{h}_{(T)}$.",
    solution=graph_size,
    why="Each step adds three nodes, x, h and y; h_0 is there from the start. It adds three "
        "edges and, from step k + 1 on, a skip connection as the fourth. The longest path visits "
        "every state. The shortest takes the first edge up to h_1, then as many full jumps as "
        "fit into T - 1, and single steps for the rest.",
    inputs=inputs,
    returns="nodes edges longest shortest",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=8,
    mistakes=MISTAKES,
    hints=(
        "Draw it on paper for T = 5 and k = 2. What does a sixth step add?",
        "Per step there are three nodes and three edges, and a skip connection if there is a "
        "state k steps before. For the shortest path: how many jumps of k fit between h_1 and "
        "h_T, and how many single steps are left?",
        "3T + 1 nodes and 3T + (T - k) edges. The longest path has T edges; the shortest has 1, "
        "plus (T - 1) // k, plus the remainder.",
    ),
)
