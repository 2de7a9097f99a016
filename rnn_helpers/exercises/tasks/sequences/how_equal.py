"""Exercise: two lists of words, equal as sets, as multisets, as sequences?"""

from rnn_helpers.exercises.core import Exercise, Mistake


def how_equal(a, b):
    """a and b: lists of words -> three times True or False: equal as sets, as multisets, as sequences."""
    return set(a) == set(b), sorted(a) == sorted(b), a == b


def inputs(case):
    """A list in which one word stands twice, and a second one that differs from it in one of eight ways."""
    rng = case.rng
    u, v, w, new = (str(word) for word in rng.permutation(["easy", "good", "not", "very"]))

    def mixed(words):
        return [words[i] for i in rng.permutation(len(words))]

    a = mixed([u, u, v, w])
    others = [a, mixed(a), mixed([*a, v]), mixed([u, v, v, w]), [*a, new], [*a, v], mixed([u, u, v]),
              [new if word == w else word for word in a]]
    pair = [list(a), list(others[rng.integers(len(others))])]
    first = int(rng.integers(2))
    return {"a": pair[first], "b": pair[1 - first]}


def oracle(a, b):
    """Word by word."""
    as_sets = all(word in b for word in a) and all(word in a for word in b)
    as_multisets = all(a.count(word) == b.count(word) for word in a + b)
    return as_sets, as_multisets, len(a) == len(b) and all(u == v for u, v in zip(a, b))


def but(**wrong):
    """The right answers, except for those named: name -> function of the two lists."""
    def answers(a, b):
        right = dict(zip(("sets", "multisets", "sequences"), oracle(a, b)))
        return tuple((right | {name: function(a, b) for name, function in wrong.items()}).values())
    return answers


MISTAKES = {
    "length for counts": Mistake(
        "The same words and the same length do not make the same multiset: another word may stand "
        "twice. Compare how often each occurs.",
        but(multisets=lambda a, b: set(a) == set(b) and len(a) == len(b))),
    "counts one way": Mistake(
        "Only one list's words are counted. The other may hold a word more.",
        but(multisets=lambda a, b: all(a.count(word) == b.count(word) for word in a))),
    "subset": Mistake(
        "One list's words may all be in the other, which holds another word besides. Equal sets "
        "hold each other's words, both ways.",
        but(sets=lambda a, b: set(a) <= set(b))),
    "subset turned": Mistake(
        "One list's words may all be in the other, which holds another word besides. Equal sets "
        "hold each other's words, both ways.",
        but(sets=lambda a, b: set(a) >= set(b))),
    "counts ignored": Mistake(
        "A multiset counts: a word that stands twice is another multiset than the word once.",
        but(multisets=lambda a, b: set(a) == set(b))),
    "order ignored": Mistake(
        "A sequence has an order. Two lists with the same words in other places are different "
        "sequences.",
        but(sequences=lambda a, b: sorted(a) == sorted(b))),
    "up to the shorter": Mistake(
        "zip ends with the shorter list, so a list and its beginning look equal. Compare the "
        "lengths too.",
        but(sequences=lambda a, b: all(u == v for u, v in zip(a, b)))),
    "sets that count": Mistake(
        "A set does not count: a word that stands twice is in it once.",
        but(sets=lambda a, b: sorted(a) == sorted(b))),
    "other way round": Mistake(
        "The three answers stand in the wrong order. First as sets, then as multisets, then as "
        "sequences.",
        lambda a, b: oracle(a, b)[::-1]),
}

EXERCISE = Exercise(
    place=1,
    title="Three kinds of equal",
    task="Say of two lists of words whether they are equal as sets, as multisets, and as "
         "sequences. The lists may differ in length, and a word may stand in them more than once.",
    solution=how_equal,
    why="A set forgets order and counts, a multiset forgets the order only, a sequence forgets "
        "nothing. Sorting brings the same words into the same places and keeps each as often as it "
        "occurs. Whoever is equal in a later sense is equal in the ones before it.",
    inputs=inputs,
    returns="as_sets as_multisets as_sequences",
    oracle=oracle,
    exact=True,
    cases=(),
    plain=60,
    mistakes=MISTAKES,
    hints=(
        "Which of order and counts does each of the three keep? Try ['very', 'good'] against "
        "['very', 'very', 'good'].",
        "Python has set(…) for the first. For the second, bring both lists into one order that "
        "does not depend on where the words stood.",
        "Compare set(a) with set(b), then sorted(a) with sorted(b), then a with b as they are.",
    ),
)
