"""Exercise: a vocabulary from sentences, and the sentences as a padded batch of its numbers."""

import numpy as np

from rnn_helpers.exercises.core import Exercise, Mistake


def word_numbers(sentences):
    """Sentences as numbers: x (B, T) whole numbers, mask (B, T) bool.

    sentences: a list of strings. Words are numbered from 1, in the order in which
    they first occur; 0 is padding, on the right, up to the longest sentence.
    """
    split = [sentence.split() for sentence in sentences]
    number = {}
    for words in split:
        for word in words:
            number.setdefault(word, len(number) + 1)
    x = np.zeros((len(split), max(map(len, split))), int)
    for b, words in enumerate(split):
        x[b, : len(words)] = [number[word] for word in words]
    return x, x > 0


WORDS = "not easy difficult but it was long short cold and warm".split()


def inputs(case):
    """Sentences of different lengths that repeat words."""
    lengths = case.rng.permutation([2, 4, 5, 7, 3])[: case.B]
    few = case.rng.permutation(WORDS)[:6]
    return {"sentences": [" ".join(case.rng.choice(few, n).tolist()) for n in lengths]}


def oracle(sentences):
    """Each position by itself: how many different words came up to this one's first."""
    every = [word for sentence in sentences for word in sentence.split()]
    x = np.zeros((len(sentences), max(len(s.split()) for s in sentences)), int)
    for b, sentence in enumerate(sentences):
        for t, word in enumerate(sentence.split()):
            x[b, t] = len(set(every[: every.index(word) + 1]))
    return x, x > 0


def numbered(order, first=1, left=False):
    """With a vocabulary in another order: order(all words) -> list of different words."""
    def word_numbers(sentences):
        split = [sentence.split() for sentence in sentences]
        known = order([word for words in split for word in words])
        x = np.zeros((len(split), max(map(len, split))), int)
        mask = np.zeros(x.shape, bool)
        for b, words in enumerate(split):
            at = slice(x.shape[1] - len(words), None) if left else slice(len(words))
            x[b, at], mask[b, at] = [known.index(word) + first for word in words], True
        return x, mask

    return word_numbers


def as_met(words):
    """Different words in the order in which they first occur."""
    return list(dict.fromkeys(words))


def one_by_one(sentences):
    """Each sentence with a vocabulary of its own."""
    x, mask = oracle(sentences)
    for b, sentence in enumerate(sentences):
        x[b, : mask[b].sum()] = oracle([sentence])[0]
    return x, mask


def not_one_each(sentences):
    """Each word gets the number of its position in the text."""
    x, mask = oracle(sentences)
    x[mask] = np.arange(1, mask.sum() + 1)
    return x, mask


MISTAKES = {
    "from zero": Mistake(
        "Your numbers begin at 0, so the first word looks like padding. 0 is taken: begin at 1.",
        numbered(as_met, first=0)),
    "sorted": Mistake(
        "Your words are numbered in the order of the alphabet. Here a word gets its number when it "
        "first occurs.",
        numbered(lambda words: sorted(set(words)))),
    "by frequency": Mistake(
        "Your words are numbered by how often they occur. Here a word gets its number when it "
        "first occurs.",
        numbered(lambda words: sorted(dict.fromkeys(words), key=lambda w: -words.count(w)))),
    "a vocabulary each": Mistake(
        "Each sentence has a vocabulary of its own, so one number means different words. Build "
        "one for all sentences first.",
        one_by_one),
    "every word new": Mistake(
        "A word that occurs twice gets two numbers. Look it up before you give it a new one.",
        not_one_each),
    "padded in front": Mistake(
        "The padding is at the front. Here sentences begin at step 0, and zeros follow.",
        numbered(as_met, left=True)),
    "all real": Mistake(
        "The mask is True everywhere. It must be False in the padding.",
        lambda sentences: (oracle(sentences)[0], np.ones(oracle(sentences)[0].shape, bool))),
}

EXERCISE = Exercise(
    place=6,
    title="A vocabulary, and a padded batch",
    stars=2,
    minutes=15,
    task="Build a vocabulary from all sentences: each new word gets the next number, beginning "
         "with 1. Write the sentences as one padded batch of these numbers, with its mask.",
    solution=word_numbers,
    why="Zero is kept for padding, which is what `Embedding(mask_zero=True)` expects; so the "
        "layer has one row more than there are words. A real vocabulary is built from the "
        "training sentences alone and has one number more, for words that it has never met.",
    inputs=inputs,
    returns="x mask",
    oracle=oracle,
    exact=True,
    cases=("B=1",),
    plain=6,
    mistakes=MISTAKES,
    hints=(
        "Keep a dictionary from word to number while you read. What is the next free number?",
        "First the dictionary, from all sentences; then an array of zeros as wide as the longest "
        "sentence, filled row by row from the left.",
        "number.setdefault(word, len(number) + 1) numbers a word at its first occurrence. The "
        "mask is x > 0.",
    ),
)
