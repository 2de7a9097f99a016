"""Words and characters as numbers: a vocabulary, padded indices and masks, one-hot vectors."""

import numpy as np

from rnn_helpers import arguments


class Vocabulary:
    """The distinct tokens of some sequences, sorted; `tokens[n]` has the index n.

    sequences: lists of tokens (or strings: lists of characters). reserved: tokens to put before
    them, in this order. Index 0 fills the padding, so with Keras's mask_zero it has to be reserved.
    """

    def __init__(self, sequences, reserved=()):
        found = {token for sequence in sequences for token in sequence}
        if isinstance(reserved, str) or len(set(reserved)) < len(reserved) or found & set(reserved):
            raise ValueError("reserved: expected a list of distinct tokens that occur in no "
                             f"sequence, got {reserved!r}")
        self.tokens = [*reserved, *sorted(found)]
        self.index = {token: n for n, token in enumerate(self.tokens)}

    def __len__(self):
        return len(self.tokens)

    def encode(self, sequences, length=None):
        """Lists of tokens -> indices (N, T) int, mask (N, T) bool, padded at the end with index 0.

        length: T; None takes the length of the longest. An unknown token, or a sequence longer than
        T, raises ValueError.
        """
        longest = max(map(len, sequences), default=0)
        T = longest if length is None else arguments.check_count("length", length)
        if longest > T:
            raise ValueError(f"sequences: expected at most {T} tokens, got {longest}")
        indices = np.zeros((len(sequences), T), int)
        mask = np.zeros((len(sequences), T), bool)
        for i, sequence in enumerate(sequences):
            indices[i, : len(sequence)] = [self._number(token) for token in sequence]
            mask[i, : len(sequence)] = True
        return indices, mask

    def _number(self, token):
        if token not in self.index:
            raise ValueError(f"token: {token!r} is not in the "
                             f"vocabulary{arguments.did_you_mean(token, self.tokens)}")
        return self.index[token]

    def decode(self, indices, end=None):
        """Indices (T,) -> list of tokens, up to the first token `end` if there is one."""
        tokens = [self.tokens[n] for n in arguments.check_indices("indices", indices, len(self))]
        return tokens[: tokens.index(end)] if end in tokens else tokens

    def one_hot(self, sequences, length=None):
        """Lists of tokens -> x (N, T, V) float32, mask (N, T) bool; padding is all zeros.

        length: as in `encode`.
        """
        indices, mask = self.encode(sequences, length)
        return one_hot(indices, len(self)) * mask[..., None].astype(np.float32), mask


def one_hot(indices, size):
    """Indices (...), 0 to size - 1 -> vectors (..., size) float32 with a single 1 each."""
    return np.eye(size, dtype=np.float32)[arguments.check_indices("indices", indices, size)]


def held_out(groups, fraction, *, rng):
    """Split examples at random, whole groups together -> train (N,) bool, test (N,) bool.

    groups (N,): the group of each example, such as its pair. fraction: of the groups to hold out;
    ValueError if that leaves either side empty.
    """
    arguments.check_rng(rng)
    distinct = np.unique(groups)
    count = round(fraction * len(distinct))
    if not 0 < count < len(distinct):
        raise ValueError(f"fraction: expected to hold out some of {len(distinct)} groups and keep "
                         f"some, got {fraction}")
    test = np.isin(groups, rng.choice(distinct, count, replace=False))
    return ~test, test
