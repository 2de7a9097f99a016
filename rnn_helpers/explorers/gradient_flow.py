"""Make a recurrent matrix to order, and see how far a gradient comes back through it."""

import ipywidgets as widgets
import numpy as np

from rnn_helpers import arguments, figures, gradients, numpy_gru, numpy_lstm, numpy_rnn
from rnn_helpers.explorers.core import Explorer, stage, still, wiped
from rnn_helpers.explorers.sliders import Rounded

# name -> engine, its options, and the bias of the gate that keeps the old state
NETWORKS = {"SimpleRNN, tanh": (numpy_rnn, {"activation": "tanh"}, None),
            "SimpleRNN, linear": (numpy_rnn, {"activation": "linear"}, None),
            "SimpleRNN, ReLU": (numpy_rnn, {"activation": "relu"}, None),
            "SimpleRNN, sigmoid": (numpy_rnn, {"activation": "sigmoid"}, None),
            "GRU": (numpy_gru, {}, 0), "GRU, starts open": (numpy_gru, {}, 5),
            "LSTM": (numpy_lstm, {}, 1), "LSTM, starts open": (numpy_lstm, {}, 6)}
BOUNDS = ("(γ σ$_{max}$)$^k$", "ρ$^k$", "σ$_{min}^k$")
LONGEST = 60


def gradient_flow(rng, H=12):
    """Explorer: sizes of ∂h_t / ∂h_(t-k) for weights made to order, beside their eigenvalues and singular values.

    Every block of recurrent weights is W = ρ Q (Λ + n N) Qᵀ. Q is orthogonal, Λ holds the eigenvalues, N what is above
    them. So the spectral radius is ρ for any n, and n = 0 is normal. The state of an LSTM is h and c side by side.
    H: number of units, even. The input is noise, weighted so that "input size" is its part in each unit's sum.
    """
    arguments.check_rng(rng)
    matrices = _matrices(rng, H)
    noise, W_x = rng.standard_normal((LONGEST, H)), rng.standard_normal((H, 4 * H)) / np.sqrt(H)
    figure, (left, right) = _stage()

    def draw(network, rho, normal, size, steps, start, tied):
        engine, options, keep = NETWORKS[network]
        W = rho * (matrices[start] + normal * matrices["above"])[: 1 if tied else steps]
        params = [_params(engine, W_x, blocks, keep) for blocks in W]
        J = _jacobians(engine, params, size * noise[:steps], options)
        norms = np.linalg.norm(gradients.products_back(J), ord=2, axis=(1, 2))
        sigma = np.array([gradients.singular_values(blocks[0])[[0, -1]] for blocks in W])
        bounds = {}
        if engine is numpy_rnn:
            gamma = 0.25 if network.endswith("sigmoid") else 1
            stretch = np.broadcast_to(sigma, (steps, 2))[::-1] * [gamma, 1]
            high, low = np.cumprod(np.vstack([[1, 1], stretch]), axis=0).T
            bounds = dict(zip(BOUNDS, (high, rho ** np.arange(steps + 1), low)))
        wiped(left, right)
        figures.flow_beside_spectrum({"this "
                                      "network": norms}, bounds, np.linalg.eigvals(W[-1, 0]), sigma[-1],
                                     of_factor=np.linalg.eigvals(J[-1]), ax=(left, right))
        return figure, _now(norms, J[-1], sigma[-1], network, size)

    return Explorer(draw, network=widgets.Dropdown(options=list(NETWORKS), description="network"),
                    rho=Rounded(1.2, min=0.1, max=2, step=0.05, description="spectral radius ρ"),
                    normal=Rounded(0.5, min=0, max=2, step=0.1, description="non-normal n"),
                    size=Rounded(0.5, min=0, max=3, step=0.1, description="input size"),
                    steps=widgets.IntSlider(40, 5, LONGEST, description="steps T"),
                    start=widgets.Dropdown(options=["random", "orthogonal"], description="start"),
                    tied=widgets.Checkbox(True, description="tied", indent=False))


def _stage():
    """Two axes, and over both a strip with the key."""
    figure, (left, right) = stage(1, 2, height=4.6, width_ratios=(1.75, 1), left=0.085, top=0.84, bottom=0.15, wspace=0.2)
    key = figure.add_axes((0.02, 0.86, 0.97, 0.13))
    figures.flow_key("this network", BOUNDS, ax=key)
    return still(figure, left, right), (left, right)


def _matrices(rng, H):
    """For each step and each of 4 gates, to be scaled and added: Q Λ Qᵀ of both starts, and Q N Qᵀ. (LONGEST, 4, H, H)

    Λ: eigenvalues in pairs r exp(±iθ), as blocks of 2 by 2, the largest r 1. "random": spread over the disc as those
    of a Gaussian matrix are; "orthogonal": all on the circle. N: the scale of a Gaussian matrix, above the blocks.
    """
    angle, radius = rng.uniform(0, np.pi, (LONGEST, 4, H // 2)), np.sqrt(rng.uniform(0, 1, (LONGEST, 4, H // 2)))
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])  # (2, 2, LONGEST, 4, H/2)
    Q = np.linalg.qr(rng.standard_normal((LONGEST, 4, H, H)))[0]
    N = rng.standard_normal((LONGEST, 4, H, H)) / np.sqrt(H) * np.kron(np.triu(np.ones((H // 2, H // 2)), 1), np.ones((2, 2)))
    made = {"above": N}
    for start, r in (("random", radius / radius.max(axis=-1, keepdims=True)), ("orthogonal", np.ones_like(radius))):
        made[start] = np.zeros_like(N)
        for i, j in np.ndindex(2, 2):
            made[start][..., np.arange(i, H, 2), np.arange(j, H, 2)] = r * turned[i, j]
    return {name: Q @ matrix @ Q.swapaxes(-1, -2) for name, matrix in made.items()}


def _params(engine, W_x, blocks, keep):
    """Weights of one step, with one block (H, H) for each gate."""
    H = blocks.shape[1]
    if engine is numpy_rnn:
        return numpy_rnn.Params(W_x[:, :H], blocks[0], np.zeros(H))
    if engine is numpy_gru:
        b = np.zeros((2, 3 * H))
        b[0, :H] = keep
        return numpy_gru.Params(W_x[:, : 3 * H], np.hstack([blocks[1], blocks[2], blocks[0]]), b)
    b = np.zeros(4 * H)
    b[H : 2 * H] = keep
    return numpy_lstm.Params(W_x, np.hstack([blocks[1], blocks[2], blocks[0], blocks[3]]), b)


def _jacobians(engine, params, x, options):
    """Run the network over x (T, D), and take each step's Jacobian. params: one for all steps, or one a step."""
    H = len(params[0][1])
    states = [np.zeros((1, H))] * (2 if engine is numpy_lstm else 1)
    if len(params) == 1:
        after = engine.forward(params[0], x[None], *states, **options)
        after = after if isinstance(after, tuple) else (after,)
        before = (np.concatenate([first, run[0, :-1]]) for first, run in zip(states, after))
        return gradients.step_jacobians(engine, params[0], x, *before, **options)
    J = []
    for x_t, weights in zip(x[:, None], params):
        J.append(gradients.step_jacobians(engine, weights, x_t, *states, **options)[0])
        after = engine.step(weights, x_t, *states, **options)
        states = after if isinstance(after, tuple) else (after,)
    return np.array(J)


def _now(norms, factor, sigma, network, size):
    """In words, with the numbers that the picture shows."""
    k, top = len(norms) - 1, int(norms.argmax())
    said = f"Back over {k} steps a gradient gets at most {norms[-1]:.2g} times as long"
    said += f"; over {top} step{'s' * (top > 1)}, {norms[top]:.2g} times. " if 0 < top < k else ". "
    if norms[-1] == 0:
        said += f"From k = {np.flatnonzero(norms == 0)[0]} on it is zero, which a logarithmic axis cannot show. "
    said += (f"W stretches by {sigma[1]:.2g} to {sigma[0]:.2g}. The largest eigenvalue of the last "
             f"factor has the size {gradients.spectral_radius(factor):.2g}.")
    if network.endswith("linear") and size:
        said += " φ is linear, so the input does not matter."
    if not network.startswith("SimpleRNN"):
        said += " W is the candidate's; it bounds nothing, because the gates take part in the product."
    return said
