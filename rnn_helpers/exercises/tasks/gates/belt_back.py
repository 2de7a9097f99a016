"""Exercise: one step back through an LSTM's belt and gates."""

import numpy as np

from rnn_helpers import gradients
from rnn_helpers.activations import sigmoid
from rnn_helpers.exercises.core import Exercise, Mistake


def belt_back(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """di, df, dg, do, dc_prev, (B, H) each.

    i, f, g, o: the gates and the candidate, after σ and tanh. dh_t, dc_t: the
    gradients that arrive at h_t and, from later steps, at c_t. All are (B, H).
    """
    do = dh_t * np.tanh(c_t)
    dc = dc_t + dh_t * o * (1 - np.tanh(c_t) ** 2)
    return dc * g, dc * c_prev, dc * i, do, dc * f


def inputs(case):
    """Gates and candidate of a step, and the gradients that arrive."""
    i, f, o = (sigmoid(case.normal("B H")) for _ in range(3))
    g, c_prev = np.tanh(case.normal("B H")), 2 * case.start()
    return {"i": i, "f": f, "g": g, "o": o, "c_prev": c_prev, "c_t": f * c_prev + i * g,
            "dh_t": case.normal("B H"), "dc_t": case.normal("B H")}


def oracle(i, f, g, o, c_prev, c_t, dh_t, dc_t):
    """Central differences of the step itself: no chain rule."""
    def loss(theta):
        i, f, g, o, c_prev = theta
        c = f * c_prev + i * g
        return float((dh_t * o * np.tanh(c)).sum() + (dc_t * c).sum())

    return gradients.numerical_gradient(loss, (i, f, g, o, c_prev))


def mistaken(arrives=lambda dh, dc, o, c: dc + dh * o * (1 - np.tanh(c) ** 2), **other):
    """The step back with another gradient at c_t, or with other results."""
    def back(i, f, g, o, c_prev, c_t, dh_t, dc_t):
        dc = arrives(dh_t, dc_t, o, c_t)
        right = {"di": dc * g, "df": dc * c_prev, "dg": dc * i, "do": dh_t * np.tanh(c_t),
                 "dc_prev": dc * f}
        given = {"i": i, "f": f, "g": g, "c_t": c_t, "dc": dc, "dc_t": dc_t, "dh_t": dh_t}
        return right | {name: wrong(given) for name, wrong in other.items()}

    return back


MISTAKES = {
    "only from the belt": Mistake(
        "You forget what comes down from h_t. c_t was used twice, by the next step and by h_t, so "
        "two gradients are added: dc_t + dh_t * o * (1 - tanh(c_t)²).",
        mistaken(lambda dh, dc, o, c: dc)),
    "only from h": Mistake(
        "You forget dc_t, which comes from the next step along the belt. Add it.",
        mistaken(lambda dh, dc, o, c: dh * o * (1 - np.tanh(c) ** 2))),
    "no slope": Mistake(
        "The slope of tanh is missing on the way from h_t to c_t: 1 - tanh(c_t)².",
        mistaken(lambda dh, dc, o, c: dc + dh * o)),
    "slope at c": Mistake(
        "You take c_t for tanh(c_t). The slope is 1 - tanh(c_t)², because c_t is what goes into "
        "tanh.", mistaken(lambda dh, dc, o, c: dc + dh * o * (1 - c**2))),
    "no output gate": Mistake(
        "The output gate is missing on the way from h_t to c_t: h_t = o * tanh(c_t).",
        mistaken(lambda dh, dc, o, c: dc + dh * (1 - np.tanh(c) ** 2))),
    "do without tanh": Mistake(
        "do multiplies dh_t by c_t. The factor of o in h_t is tanh(c_t).",
        mistaken(do=lambda a: a["dh_t"] * a["c_t"])),
    "dc_prev without f": Mistake(
        "dc_prev lacks the forget gate: along the belt the gradient is multiplied by f.",
        mistaken(dc_prev=lambda a: a["dc"])),
    "dc_prev past h": Mistake(
        "dc_prev takes only dc_t along. What came down from h_t travels on along the belt, too.",
        mistaken(dc_prev=lambda a: a["dc_t"] * a["f"])),
    "i and g exchanged": Mistake(
        "di and dg are exchanged: in i * g the gradient of each is the other one.",
        mistaken(di=lambda a: a["dc"] * a["i"], dg=lambda a: a["dc"] * a["g"])),
    "df with c_t": Mistake(
        "df multiplies by c_t. The forget gate was multiplied by the belt before it, c_prev.",
        mistaken(df=lambda a: a["dc"] * a["c_t"])),
}

EXERCISE = Exercise(
    place=5,
    title="One step back through the belt",
    stars=2,
    minutes=15,
    task="An LSTM has computed $\\mathbf{c}_{(t)} = \\mathbf{f}\\odot\\mathbf{c}_{(t-1)} + "
         "\\mathbf{i}\\odot\\mathbf{g}$ and $\\mathbf{h}_{(t)} = "
         "\\mathbf{o}\\odot\\tanh(\\mathbf{c}_{(t)})$. Two gradients arrive, at h and along the "
         "belt: send them one step back, to the four gates and to the belt before.",
    solution=belt_back,
    why="h_t is a product, so o gets dh_t times tanh(c_t), and c_t gets dh_t times o times the "
        "slope of tanh. c_t was also used by the next step, so dc_t is added. From there on it is "
        "a sum of two products, and each factor gets the gradient times the other one. The belt "
        "gets dc times f: no matrix, no slope.",
    inputs=inputs,
    returns="di df dg do dc_prev",
    oracle=oracle,
    mistakes=MISTAKES,
    hints=(
        "Who used c_t? Both of them send a gradient back to it, and gradients add up.",
        "dc = dc_t + dh_t * o * (the slope of tanh at c_t). Then look at c_t = f * c_prev + i * g: "
        "in a product, each factor's gradient is dc times the other factor.",
        "do = dh_t * np.tanh(c_t); di = dc * g, df = dc * c_prev, dg = dc * i, dc_prev = dc * f.",
    ),
)
