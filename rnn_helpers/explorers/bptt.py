"""Walk back through time: what arrives at each state, what each step leaves in dW_hh, and what truncation cuts off."""

import functools

import ipywidgets as widgets
import numpy as np

from rnn_helpers import figures, gradients, numpy_rnn, numpy_training, text
from rnn_helpers.explorers.core import stage, still, wiped
from rnn_helpers.explorers.sliders import LimitedExplorer

LONGEST = 12
LOOKS = {"at every letter": slice(None), "at the last letter": slice(-1, None)}


def bptt(params, W_hy, vocabulary, answers, word="seventeen"):
    """Explorer: a network reads a word letter by letter and names one of the answers; step back from the loss.

    params: numpy_rnn.Params; W_hy (H, len(answers)); vocabulary: text.Vocabulary of letters.
    """
    figure, (top, bottom, right) = _stage()

    @functools.lru_cache(maxsize=100)
    def walk(letters, answer, loss, k):
        """Lengths of what comes from the loss and from the future (T,), and what each step adds to dW_hh (T, H, H)."""
        T, looks = len(letters), LOOKS[loss]
        x = text.one_hot([[vocabulary.index[letter] for letter in letters]], len(vocabulary)).astype(W_hy.dtype)
        h = numpy_rnn.forward(params, x)
        from_loss, label = np.zeros_like(h), np.full((1, T), answers.index(answer))[:, looks]
        from_loss[:, looks] = numpy_training.softmax_cross_entropy(h[:, looks] @ W_hy, label)[1] @ W_hy.T
        lag = np.subtract.outer(np.arange(T), np.arange(T))  # steps from the loss back to the state
        dh = (gradients.loss_paths(params, h, from_loss) * (lag <= k)[..., None]).sum(axis=1)
        return np.linalg.norm(from_loss[0], axis=1), np.linalg.norm((dh - from_loss)[0], axis=1), _parts(params, x, h, dh)

    def draw(step, k, loss, answer, word):
        letters = _letters(word, vocabulary)
        T = len(letters)
        step = min(step, T)
        _, future_whole, whole = walk(letters, answer, loss, LONGEST)
        from_loss, future, parts = walk(letters, answer, loss, k)
        added, added_whole = (np.linalg.norm(each, axis=(1, 2)) for each in (parts, whole))
        sums = np.cumsum(parts[::-1], axis=0)[::-1]  # of the steps t to T
        so_far = sums[step] if step < T else np.zeros_like(sums[0])

        wiped(top, bottom, right)
        tokens = [f"{letter}$_{{{t}}}$" for t, letter in enumerate(letters, 1)]
        figures.walk_back(from_loss, future, added, step=step, tokens=tokens, steady=True,
                          whole=(future_whole, added_whole), ax=(top, bottom))
        alt = f"{figure.alt} Beside it, the matrix that step {step} adds to dW_hh, and the sum so far."
        figures.matrix_sum([so_far, parts[step - 1]], sums[step - 1], ["so "
                                                                       "far", "step "
                                                                                 f"{step}", "dW$_{hh}$"],
                           ax=right, largest=np.abs([*sums, *parts]).max())
        figure.alt = alt
        without = f" ({future_whole[step - 1]:.2g} without truncation)" if k < T - 1 else ""
        now = (f"At step {step} of {T}, {letters[step - 1]!r}: {from_loss[step - 1]:.2g} comes "
               f"from the loss, {future[step - 1]:.2g} from the future{without}. It adds "
               f"{added[step - 1]:.2g} to dW_hh, which now has the length "
               f"{np.linalg.norm(sums[step - 1]):.2g}. ")
        if k >= T - 1:
            return figure, now + "Every loss reaches the first letter: nothing is cut off."
        off = np.linalg.norm(whole.sum(axis=0) - sums[0]) / np.linalg.norm(whole.sum(axis=0))
        return figure, now + f"At the end of the walk, dW_hh will be off by {100 * off:.0f} %."

    controls = {"step": widgets.IntSlider(min(5, len(word)), 1, LONGEST, description="step t"),
                "k": widgets.IntSlider(3, 0, LONGEST, description=f"truncation k ({LONGEST}: "
                                                                  "none)"),
                "loss": widgets.Dropdown(options=list(LOOKS), description="loss"),
                "answer": widgets.Dropdown(options=list(answers), index=min(1, len(answers) - 1), description="right "
                                                                                                              "answer"),
                "word": widgets.Text(word, description="word")}
    return LimitedExplorer(draw, "step", lambda now: len(_letters(now["word"], vocabulary)), **controls)


def _stage():
    """A strip with the key, two axes under it, and one for matrices beside them."""
    figure, (left, right) = stage(1, 2, height=4.8, width_ratios=(1.15, 1), left=0.09, right=0.985, wspace=0.08, bottom=0.16,
                                  top=0.9)
    place = left.get_position()
    left.remove()
    top, bottom = (figure.add_axes((place.x0, low, place.width, 0.29)) for low in (0.58, 0.16))
    figures.walk_key(ax=figure.add_axes((place.x0, 0.89, 1.15 * place.width, 0.09)))
    return still(figure, top, bottom, right), (top, bottom, right)


def _letters(word, vocabulary):
    letters = tuple(word.strip().lower())
    if not 1 <= len(letters) <= LONGEST:
        raise ValueError(f"word: expected 1 to {LONGEST} letters, got {len(letters)}")
    for letter in letters:
        if letter not in vocabulary.index:
            raise ValueError(f"word: expected the letters {' '.join(vocabulary.tokens)}, got "
                             f"{letter!r}")
    return letters


def _parts(params, x, h, dh):
    """What each step adds to dW_hh: (T, H, H), each from the engine's walk over that step alone."""
    before = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
    steps = [slice(t, t + 1) for t in range(h.shape[1])]
    return np.array([numpy_rnn.bptt(params, x[:, t], h[:, t], dh[:, t], before[:, t.start])[0].W_hh for t in steps])
