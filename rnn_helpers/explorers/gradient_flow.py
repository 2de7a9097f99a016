"""Make a recurrent matrix to order, and see how far a gradient travels back through it."""

from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from rnn_helpers import arguments, figures, gradients
from rnn_helpers.explorers.core import Explorer
from rnn_helpers.explorers.sliders import Rounded
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.numpy_layers.kinds import KINDS, Kind


class Network(NamedTuple):
    """A kind of network with its options, and how its recurrent weights are put together.

    blocks: which of four random matrices each gate gets; the candidate's is number 0. gate, bias:
    the number of the gate that keeps the old state, and the bias it starts with.
    """

    kind: Kind
    options: dict
    blocks: tuple
    gate: int = 0
    bias: float = 0.0


SIMPLE, GRU, LSTM = KINDS["SimpleRNN"], KINDS["GRU"], KINDS["LSTM"]
NETWORKS = {
    **{
        f"SimpleRNN, {label}": Network(SIMPLE, {"activation": label.lower()}, (0,))
        for label in ("tanh", "linear", "ReLU", "sigmoid")
    },
    "GRU": Network(GRU, {}, (1, 2, 0), 0, 0),
    "GRU, starts open": Network(GRU, {}, (1, 2, 0), 0, 5),
    "LSTM": Network(LSTM, {}, (1, 2, 0, 3), 1, 1),
    "LSTM, starts open": Network(LSTM, {}, (1, 2, 0, 3), 1, 6),
}
BOUNDS = ("(γ σ$_{max}$)$^k$", "ρ$^k$", "σ$_{min}^k$")
LONGEST = 60  # steps


def gradient_flow(rng, H=12):
    """Explorer: the norm of ∂h_t / ∂h_(t-k) for weights made to order, beside their spectrum.

    Every block of recurrent weights is W = ρ Q (Λ + n N) Qᵀ: Q is orthogonal, Λ holds the
    eigenvalues, N what lies above them. So the spectral radius is ρ for any n, and n = 0 makes W
    normal. The state of an LSTM is h and c, one after the other. H: number of units, even. The
    input is noise; "input size" is the scale of its part in each unit's sum.
    """
    arguments.check_rng(rng)
    matrices = _matrices(rng, H)
    noise, W_x = rng.standard_normal((LONGEST, H)), rng.standard_normal((H, 4 * H)) / np.sqrt(H)
    figure, (left, right) = _stage()

    def draw(network, rho, normal, size, steps, start, tied):
        W = rho * (matrices[start] + normal * matrices["above"])[: 1 if tied else steps]
        params = _params(NETWORKS[network], W_x, W)
        J = _jacobians(NETWORKS[network], params, size * noise[:steps])
        norms = np.linalg.norm(gradients.products_back(J), ord=2, axis=(1, 2))
        sigma = np.array([gradients.singular_values(blocks[0])[[0, -1]] for blocks in W])
        bounds = {}
        if NETWORKS[network].kind is SIMPLE:
            gamma = 0.25 if network.endswith("sigmoid") else 1
            stretch = np.broadcast_to(sigma, (steps, 2))[::-1] * [gamma, 1]
            high, low = np.cumprod(np.vstack([[1, 1], stretch]), axis=0).T
            bounds = dict(zip(BOUNDS, (high, rho ** np.arange(steps + 1), low), strict=True))
        wiped(left, right)
        figures.flow_beside_spectrum(
            {"this network": norms}, bounds, np.linalg.eigvals(W[-1, 0]), sigma[-1],
            of_factor=np.linalg.eigvals(J[-1]), ax=(left, right),
        )
        return figure, _now(norms, J[-1], sigma[-1], network, size)

    return Explorer(
        draw,
        network=widgets.Dropdown(options=list(NETWORKS), description="network"),
        rho=Rounded(1.2, min=0.1, max=2, step=0.05, description="spectral radius ρ"),
        normal=Rounded(0.5, min=0, max=2, step=0.1, description="non-normal n"),
        size=Rounded(0.5, min=0, max=3, step=0.1, description="input size"),
        steps=widgets.IntSlider(40, 5, LONGEST, description="steps T"),
        start=widgets.Dropdown(options=["random", "orthogonal"], description="start"),
        tied=widgets.Checkbox(True, description="tied", indent=False),
    )


def _stage():
    """Two axes, and above them a strip with the key."""
    margins = {"left": 0.085, "top": 0.84, "bottom": 0.15, "wspace": 0.2}
    figure, axes = stage(1, 2, height=4.6, width_ratios=(1.75, 1), **margins)
    key = figure.add_axes((0.02, 0.86, 0.97, 0.13))
    figures.flow_key("this network", BOUNDS, ax=key)
    figure.keep(key)
    return figure, axes


def _matrices(rng, H):
    """Q Λ Qᵀ of both starts, and Q N Qᵀ, to be scaled and added: name -> (LONGEST, 4, H, H).

    One for each step and each gate. Λ: eigenvalues in pairs r exp(±iθ), as blocks of 2 by 2, the
    largest r 1. "random": spread over the disc as those of a Gaussian matrix are; "orthogonal": all
    on the circle. N: scaled as a Gaussian matrix, above the blocks.
    """
    pairs = (LONGEST, 4, H // 2)
    angle, radius = rng.uniform(0, np.pi, pairs), np.sqrt(rng.uniform(0, 1, pairs))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    Q = np.linalg.qr(rng.standard_normal((LONGEST, 4, H, H)))[0]
    above = np.kron(np.triu(np.ones((H // 2, H // 2)), 1), np.ones((2, 2)))
    made = {"above": rng.standard_normal((LONGEST, 4, H, H)) / np.sqrt(H) * above}
    radii = {"random": radius / radius.max(axis=-1, keepdims=True), "orthogonal": 1.0}
    for start, r in radii.items():
        made[start] = np.zeros_like(made["above"])
        for i, j in np.ndindex(2, 2):
            made[start][..., np.arange(i, H, 2), np.arange(j, H, 2)] = r * turn[i, j]
    return {name: Q @ matrix @ Q.swapaxes(-1, -2) for name, matrix in made.items()}


def _params(network, W_x, W):
    """Weights for each step: W (steps, 4, H, H), the blocks of each."""
    kind, H = network.kind, W.shape[-1]
    start = kind.init_params(1, H, rng=np.random.default_rng(0), dtype=W.dtype)
    b = np.zeros_like(start[-1])
    b.reshape(-1)[network.gate * H : (network.gate + 1) * H] = network.bias
    columns = W_x[:, : kind.gates * H]
    return [kind.Params(columns, np.hstack(blocks[list(network.blocks)]), b) for blocks in W]


def _jacobians(network, params, x):
    """The network runs over x (T, D): the Jacobian of each step, (T, S, S).

    params: one for all steps, or one per step.
    """
    kind, options, H = network.kind, network.options, x.shape[1]
    states = [np.zeros((1, H)) for _ in kind.states]
    if len(params) == 1:
        runs = kind.forward(params[0], x[None], states, **options)
        before = [
            np.concatenate([first, run[0, :-1]]) for first, run in zip(states, runs, strict=True)
        ]
        return gradients.step_jacobians(kind, params[0], x, *before, **options)
    J = []
    for x_t, weights in zip(x[:, None], params, strict=True):
        J.append(gradients.step_jacobians(kind, weights, x_t, *states, **options)[0])
        states = kind.step(weights, x_t, states, **options)
    return np.array(J)


def _now(norms, factor, sigma, network, size):
    """In words, with the numbers that the picture shows."""
    k, top = len(norms) - 1, int(norms.argmax())
    said = f"Over {k} steps back, a gradient grows at most {norms[-1]:.2g}-fold"
    said += f"; over {top} step{'s' * (top > 1)}, {norms[top]:.2g}-fold. " if 0 < top < k else ". "
    if norms[-1] == 0:
        first = np.flatnonzero(norms == 0)[0]
        said += f"From k = {first} on it is zero, which a logarithmic axis cannot show. "
    said += (
        f"W stretches vectors by a factor of {sigma[1]:.2g} to {sigma[0]:.2g}. The spectral radius "
        f"of the last factor is {gradients.spectral_radius(factor):.2g}."
    )
    if network.endswith("linear") and size:
        said += " φ is linear, so the input makes no difference."
    if NETWORKS[network].kind is not SIMPLE:
        said += " W belongs to the candidate; it bounds nothing, since the gates enter the product."
    return said
