"""Exercise: two lists of words, equal as sets, as multisets, as sequences?"""

from rnn_helpers.exercises.core import Exercise, Mistake


def how_equal(a, b):
    """Equal as sets, as multisets, as sequences: three bools. a, b: lists of words."""
    return set(a) == set(b), sorted(a) == sorted(b), a == b


def inputs(case):
    """A list in which one word occurs twice, and another that differs from it in one of eight ways.
    """
    rng = case.rng
    u, v, w, new = (str(word) for word in rng.permutation(["easy", "good", "not", "very"]))

    def mixed(words):
        return [words[i] for i in rng.permutation(len(words))]

    a = mixed([u, u, v, w])
    others = [a, mixed(a), mixed([*a, v]), mixed([u, v, v, w]), [*a, new], [*a, v],
              mixed([u, u, v]), [new if word == w else word for word in a]]
    pair = [list(a), list(others[rng.integers(len(others))])]
    first = int(rng.integers(2))
    return {"a": pair[first], "b": pair[1 - first]}


def oracle(a, b):
    """Word by word."""
    as_sets = all(word in b for word in a) and all(word in a for word in b)
    as_multisets = all(a.count(word) == b.count(word) for word in a + b)
    return as_sets, as_multisets, len(a) == len(b) and same_so_far(a, b)


def same_so_far(a, b):
    """Whether two lists are equal up to the end of the shorter one."""
    return all(u == v for u, v in zip(a, b, strict=False))


def but(**wrong):
    """The right answers, except for those named: name -> function of the two lists."""
    def answers(a, b):
        right = dict(zip(("sets", "multisets", "sequences"), oracle(a, b), strict=True))
        return tuple((right | {name: function(a, b) for name, function in wrong.items()}).values())

    return answers


MISTAKES = {
    "length for counts": Mistake(
        "The same words and the same length do not make the same multiset: a different word may "
        "be repeated. Compare how often each word occurs.",
        but(multisets=lambda a, b: set(a) == set(b) and len(a) == len(b))),
    "counts one way": Mistake(
        "You only count the words of one list. The other list may contain an additional word.",
        but(multisets=lambda a, b: all(a.count(word) == b.count(word) for word in a))),
    "subset": Mistake(
        "All words of one list can be in the other, which may still contain additional ones. Sets "
        "are equal only if each contains the other.",
        but(sets=lambda a, b: set(a) <= set(b))),
    "subset turned": Mistake(
        "All words of one list can be in the other, which may still contain additional ones. Sets "
        "are equal only if each contains the other.",
        but(sets=lambda a, b: set(a) >= set(b))),
    "counts ignored": Mistake(
        "A multiset counts repetitions: a word that occurs twice does not make the same multiset "
        "as that word once.",
        but(multisets=lambda a, b: set(a) == set(b))),
    "order ignored": Mistake(
        "Order matters in a sequence. Two lists with the same words in different positions are "
        "different sequences.",
        but(sequences=lambda a, b: sorted(a) == sorted(b))),
    "up to the shorter": Mistake(
        "zip stops at the end of the shorter list, so a list and its beginning look equal. "
        "Compare the lengths too.",
        but(sequences=same_so_far)),
    "sets that count": Mistake(
        "A set does not count repetitions: a word that occurs twice is in the set once.",
        but(sets=lambda a, b: sorted(a) == sorted(b))),
    "other way round": Mistake(
        "The three answers are in the wrong order. It is sets first, then multisets, then "
        "sequences.",
        lambda a, b: oracle(a, b)[::-1]),
}

EXERCISE = Exercise(
    place=1,
    title="Three kinds of equal",
    stars=1,
    minutes=5,
    task="Decide whether two lists of words are equal as sets, as multisets, and as sequences. "
         "The lists may differ in length, and a word may occur more than once.",
    solution=how_equal,
    why="A set ignores order and counts, a multiset ignores only the order, and a sequence "
        "ignores nothing. Sorting puts equal words side by side and keeps every repetition, so "
        "two sorted lists are equal exactly when the multisets are. Lists that are equal as "
        "sequences are equal as multisets, and those are equal as sets.",
    inputs=inputs,
    returns="as_sets as_multisets as_sequences",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=60,
    mistakes=MISTAKES,
    hints=(
        "Which of the three notices the order, and which notices repetitions? Try ['very', "
        "'good'] against ['very', 'very', 'good'].",
        "Python has set(…) for the first. For the second, put both lists into an order that does "
        "not depend on where the words were.",
        "Compare set(a) with set(b), then sorted(a) with sorted(b), then a with b as they are.",
    ),
)
