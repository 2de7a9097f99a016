"""Walk back through time: what reaches each state, what each step adds, what is cut."""

import functools

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, gradients, numpy_rnn, numpy_training, text
from rnn_helpers.explorers.sliders import LimitedExplorer
from rnn_helpers.explorers.stage import stage, wiped
from rnn_helpers.figures.canvas import styled

LONGEST = 12  # letters
WHERE = {"at every letter": slice(None), "at the last letter": slice(-1, None)}


def bptt(params, W_hy, vocabulary, answers, word="seventeen"):
    """Explorer: a network reads a word letter by letter; walk back from the loss.

    It names one of the answers.

    params: numpy_rnn.Params; W_hy (H, len(answers)); vocabulary: text.Vocabulary of letters.
    """
    figure, (top, bottom, right) = _stage()

    @functools.lru_cache(maxsize=100)
    def walk(letters, answer, loss, k):
        return _walk(params, W_hy, vocabulary, letters, answers.index(answer), WHERE[loss], k)

    def draw(step, k, loss, answer, word):
        letters = _letters(word, vocabulary)
        T = len(letters)
        step = min(step, T)
        at = step - 1
        _, later_whole, whole = walk(letters, answer, loss, LONGEST)
        from_loss, later, parts = walk(letters, answer, loss, k)
        added, added_whole = (np.linalg.norm(each, axis=(1, 2)) for each in (parts, whole))
        sums = np.cumsum(parts[::-1], axis=0)[::-1]  # of the steps t to T
        so_far = sums[step] if step < T else np.zeros_like(sums[0])

        wiped(top, bottom, right)
        figures.walk_back(
            from_loss, later, added, step=step, whole=(later_whole, added_whole), steady=True,
            tokens=[f"{letter}$_{{{t}}}$" for t, letter in enumerate(letters, 1)],
            ax=(top, bottom),
        )
        matrices = f"the matrix that step {step} adds to dW_hh, and the sum so far"
        alt = f"{figure.alt} Next to it, {matrices}."
        figures.matrix_sum(
            [so_far, parts[at]], sums[at], ["so far", f"step {step}", "dW$_{hh}$"],
            ax=right, largest=np.abs([*sums, *parts]).max(),
        )
        figure.alt = alt

        without = f" ({later_whole[at]:.2g} without truncation)" if k < T - 1 else ""
        now = (
            f"Step {step} of {T}, {letters[at]!r}: gradients of norm {from_loss[at]:.2g} from the "
            f"loss and {later[at]:.2g} from later steps{without}. The step adds {added[at]:.2g} to "
            f"dW_hh, whose norm is now {np.linalg.norm(sums[at]):.2g}. "
        )
        if k >= T - 1:
            return figure, now + "Every loss reaches the first letter: nothing is cut off."
        off = np.linalg.norm(whole.sum(axis=0) - sums[0]) / np.linalg.norm(whole.sum(axis=0))
        return figure, now + f"At the end of the walk, dW_hh will be off by {100 * off:.0f} %."

    controls = {
        "step": widgets.IntSlider(min(5, len(word)), 1, LONGEST, description="step t"),
        "k": widgets.IntSlider(3, 0, LONGEST, description=f"truncation k ({LONGEST}: none)"),
        "loss": widgets.Dropdown(options=list(WHERE), description="loss"),
        "answer": widgets.Dropdown(
            options=list(answers), index=min(1, len(answers) - 1), description="right answer"
        ),
        "word": widgets.Text(word, description="word"),
    }
    return LimitedExplorer(
        draw, "step", lambda values: len(_letters(values["word"], vocabulary)), **controls
    )


@styled
def _stage():
    """A strip with the key, two axes under it, and one for matrices next to them."""
    margins = {"left": 0.09, "right": 0.985, "bottom": 0.16, "top": 0.9, "wspace": 0.08}
    figure, (left, right) = stage(1, 2, height=4.8, width_ratios=(1.15, 1), **margins)
    place = left.get_position()
    left.remove()
    top, bottom = (figure.add_axes((place.x0, low, place.width, 0.29)) for low in (0.58, 0.16))
    key = figure.add_axes((place.x0, 0.89, 1.15 * place.width, 0.09))
    figures.walk_key(ax=key)
    figure.keep(key)
    return figure, (top, bottom, right)


def _letters(word, vocabulary):
    letters = tuple(word.strip().lower())
    if not 1 <= len(letters) <= LONGEST:
        raise ValueError(f"word: expected 1 to {LONGEST} letters, got {len(letters)}")
    for letter in letters:
        if letter not in vocabulary.index:
            known = " ".join(vocabulary.tokens)
            raise ValueError(f"word: expected letters among {known}, got {letter!r}")
    return letters


def _walk(params, W_hy, vocabulary, letters, answer, where, k):
    """Norms of the gradients from the loss and from later steps, (T,) each, with truncation k.

    And what each step adds to dW_hh, (T, H, H). where: slice of the steps that have a loss.
    """
    T = len(letters)
    x = text.one_hot([[vocabulary.index[letter] for letter in letters]], len(vocabulary))
    x = x.astype(W_hy.dtype)
    h = numpy_rnn.forward(params, x)
    from_loss, label = np.zeros_like(h), np.full((1, T), answer)[:, where]
    _, dlogits = numpy_training.softmax_cross_entropy(h[:, where] @ W_hy, label)
    from_loss[:, where] = dlogits @ W_hy.T
    lag = np.subtract.outer(np.arange(T), np.arange(T))  # steps from the loss back to the state
    dh = (gradients.loss_paths(params, h, from_loss) * (lag <= k)[..., None]).sum(axis=1)
    later = (dh - from_loss)[0]
    return (
        np.linalg.norm(from_loss[0], axis=1),
        np.linalg.norm(later, axis=1),
        _parts(params, x, h, dh),
    )


def _parts(params, x, h, dh):
    """What each step adds to dW_hh: (T, H, H), each from the engine's BPTT over that step alone."""
    before = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    parts = []
    for t in range(h.shape[1]):
        at = slice(t, t + 1)
        grads, *_ = numpy_rnn.bptt(params, x[:, at], h[:, at], dh[:, at], before[:, t])
        parts.append(grads.W_hh)
    return np.array(parts)
