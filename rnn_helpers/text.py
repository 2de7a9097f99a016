"""Words and characters as numbers: a vocabulary, padded index arrays with their masks, one-hot vectors."""

import numpy as np

from rnn_helpers import arguments


class Vocabulary:
    """The distinct tokens of some sequences, in sorted order. Token n of `tokens` has the index n.

    reserved: tokens that come first, in this order. The first of them fills what is padded: a network that takes
    0 for "nothing here" (Keras's mask_zero) must find no word there.
    """

    def __init__(self, sequences, reserved=()):
        found = {token for sequence in sequences for token in sequence}
        if isinstance(reserved, str) or len(set(reserved)) < len(reserved) or found & set(reserved):
            raise ValueError("reserved: expected a list of distinct tokens that no sequence "
                             f"holds, got {reserved!r}")
        self.tokens = [*reserved, *sorted(found)]
        self.index = {token: n for n, token in enumerate(self.tokens)}

    def __len__(self):
        return len(self.tokens)

    def encode(self, sequences, length=None):
        """Lists of tokens -> indices (N, T) int, mask (N, T) bool, padded on the right with index 0.

        length: T; None takes the longest. An unknown token or a sequence that is too long: ValueError.
        """
        longest = max(map(len, sequences), default=0)
        T = longest if length is None else arguments.check_count("length", length)
        if longest > T:
            raise ValueError(f"sequences: expected at most {T} tokens, got {longest}")
        indices, mask = np.zeros((len(sequences), T), int), np.zeros((len(sequences), T), bool)
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
        """Indices -> list of tokens, up to the first `end` where there is one."""
        tokens = [self.tokens[n] for n in indices]
        return tokens[: tokens.index(end)] if end in tokens else tokens

    def one_hot(self, sequences, length=None):
        """Lists of tokens -> x (N, T, V) float32, mask (N, T): each token a vector with a single 1."""
        indices, mask = self.encode(sequences, length)
        return one_hot(indices, len(self)) * mask[..., None].astype(np.float32), mask


def one_hot(indices, size):
    """Whole numbers (...) -> (..., size) float32."""
    return np.eye(size, dtype=np.float32)[indices]


def held_out(groups, share, *, rng):
    """Split whole groups (pairs, say) -> train, test: (N,) bool each. share: of the groups that are held out."""
    arguments.check_rng(rng)
    distinct = np.unique(groups)
    count = round(share * len(distinct))
    if not 0 < count < len(distinct):
        raise ValueError(f"share: expected to hold out some of {len(distinct)} groups and keep "
                         f"some, got {share}")
    test = np.isin(groups, rng.choice(distinct, count, replace=False))
    return ~test, test
