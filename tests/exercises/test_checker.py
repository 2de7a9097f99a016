"""The checker against attempts that mean no good, or do not know better.

Each time there is a clear message, and nothing is broken.
"""

import contextlib
import os
import random
import re
import signal
import sys
import threading
import time

import nbformat
import numpy as np
import pytest

from rnn_helpers import exercises
from rnn_helpers.exercises import core, guard
from rnn_helpers.exercises.core import Exercise, Mistake
from rnn_helpers.exercises.diagnosis import judge


def scaled(x, k):
    """x (B, D), a factor k -> both parts, y and its sum over examples."""
    return k * x, (k * x).sum(axis=0)


def by_hand(x, k):
    y = np.array([[k * number for number in row] for row in x])
    return y, [sum(column) for column in y.T]


TOY = Exercise(
    place=1, title="A toy", stars=1, minutes=5, task="Multiply. Then add.", solution=scaled,
    why="It is so.",
    returns="y total", oracle=by_hand, hints=("1", "2", "3"),
    inputs=lambda case: {"x": case.normal("B D"), "k": 1.0 + case.rng.random()},
    mistakes={"mean": Mistake("This is the mean, not the sum.",
                              lambda x, k: (k * x, (k * x).mean(axis=0)))},
)


def toy(attempt, **options):
    return judge(TOY, attempt, **options)


def forever(x, k):
    while True:
        pass


def forever_asleep(x, k):
    time.sleep(10_000)


def forever_printing(x, k):
    while True:
        print("on and on", x, flush=True)
        sys.stderr.write("and on")


def forever_whatever_happens(x, k):
    while True:
        try:
            k += 1
        except:  # noqa: E722
            pass


def forever_politely(x, k):
    while True:
        with contextlib.suppress(Exception):
            k += 1


def forever_deep(x, k):
    def deeper():
        try:
            return sorted([k, -k])
        except:  # noqa: E722
            return None

    while True:
        try:
            deeper()
        except:  # noqa: E722
            deeper()


class Undying:
    def __del__(self):
        end = time.monotonic() + 0.01
        while time.monotonic() < end:  # an alarm in here cannot be raised anywhere
            pass


def forever_in_del(x, k):
    while True:
        Undying()


def forever_in_finally(x, k):
    try:
        while True:
            k += 1
    finally:
        while True:
            k -= 1


class Short:
    def __del__(self):
        sum(range(10))


def forever_in_short_dels(x, k):
    while True:
        Short()


ENDLESS = [forever, forever_asleep, forever_printing, forever_whatever_happens, forever_politely,
           forever_deep, forever_in_del, forever_in_short_dels, forever_in_finally]
MANY = [attempt for attempt in ENDLESS if attempt is not forever_asleep]
by_name = {"ids": lambda attempt: attempt.__name__}


def in_a_thread(function):
    """Calls it off the main thread -> what it returned."""
    found = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join(60)
    return found[0]


def at_once(function):
    return function()


@pytest.mark.parametrize("attempt", ENDLESS, **by_name)
@pytest.mark.parametrize("where", [at_once, in_a_thread], **by_name)
def test_a_loop_that_never_ends_is_ended(attempt, where, capfd, monkeypatch):
    monkeypatch.setattr(guard, "PATIENCE", 10 if attempt in MANY else 0.1)
    hook = sys.unraisablehook
    result = where(lambda: toy(attempt, seconds=0.1))
    assert (result.status, result.mistake) == ("failed", "endless")
    assert "0.1 s" in result.message
    assert sys.unraisablehook is hook
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("attempt", MANY, **by_name)
def test_it_is_ended_every_time(attempt):
    """Nothing of it lives on, wherever in the loop the exception happens to land."""
    threads = threading.active_count()
    for _ in range(20):
        outcome = guard.run(attempt, [np.ones((2, 3)), 1.0], 0.01)
        assert isinstance(outcome.error, guard.TimeUp)
        assert threading.active_count() == threads, "the attempt's thread lives on"


def busy(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return seconds


def test_an_attempt_that_ends_as_its_time_does_is_stopped_or_left_alone():
    """The exception must land in the attempt or nowhere, also if that is just ending by itself."""
    threads, ended = threading.active_count(), []
    for k in range(200):
        takes, limit = 4e-4 * (k % 40), 4e-3
        outcome = guard.run(busy, [takes], limit)
        assert outcome.value == takes or isinstance(outcome.error, guard.TimeUp)
        ended.append(outcome.error is None)
        assert ended[-1] or takes > limit - 1e-3, "it had time enough"
    assert not all(ended), "none came near its time"
    assert threading.active_count() == threads


def test_time_is_the_processors():
    """On a busy machine a right answer takes longer on the clock, and passes all the same."""
    def slowed_down(x, k):
        time.sleep(0.1)  # eight calls: 0.8 s
        return scaled(x, k)

    assert toy(slowed_down, seconds=0.5).status == "passed"
    assert toy(slowed_down, seconds=0.02).mistake == "endless", "the clock counts, if generously"


def test_a_right_one_passes_off_the_main_thread_too():
    assert in_a_thread(lambda: toy(scaled)).status == "passed"


def test_the_readers_own_interrupt_goes_through_and_ends_the_attempt():
    def interrupted(x, k):
        signal.raise_signal(signal.SIGINT)

    # a test run in the background may ignore it
    before, threads = signal.signal(signal.SIGINT, signal.default_int_handler), None
    try:
        with pytest.raises(KeyboardInterrupt):
            toy(interrupted)
        threads = threading.active_count()
        threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()
        with pytest.raises(KeyboardInterrupt):
            toy(forever_whatever_happens, seconds=60)
    finally:
        signal.signal(signal.SIGINT, before)
    names = [thread.name for thread in threading.enumerate()]
    assert threading.active_count() == threads, names


class Odd:
    """Raises whatever is asked of it."""

    def __array__(self, *_, **__):
        raise SystemError("no array")


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("not even a text")


def raising(error):
    def attempt(x, k):
        raise error

    return attempt


def recursing(x, k):
    return recursing(x, k)


def in_place(x, k):
    x *= k
    return x, x.sum(axis=0)


def with_a_lost_array(x, k):
    y = k * x
    x[0, 0] = 7
    return y, y.sum(axis=0)


def only_one_example(x, k):
    return k * x[:1], k * x[0]


def only_for_d_equals_h(x, k):
    y = np.zeros((3, 4))
    y[:] = k * x
    return y, y.sum(axis=0)


REFUSED = [
    (None, "no function", r"scaled\(x, k\), got nothing"),
    (3, "no function", "type int"),
    (np.ones(3), "no function", "type ndarray"),
    (scaled(np.ones((2, 3)), 2), "no function", "type tuple"),
    (lambda x: x, "signature", r"yours takes \(x\)"),
    (lambda: 1, "signature", r"scaled\(x, k\)"),
    (lambda x, k: None, "none", "return"),
    (lambda x, k: (k * x, None), "type", "total is None"),
    (lambda x, k: (k * x, ...), "type", r"total is still \.\.\."),
    (lambda x, k: k * x, "type", "expected 2 results, got one ndarray"),
    (lambda x, k: (x, x, x), "type", "expected 2 results, got 3"),
    (lambda x, k: {"y": x}, "type", "expected the keys y, total"),
    (lambda x, k: ("a", "b"), "type", "y must hold real numbers, got str"),
    (lambda x, k: (1j * x, x), "type", "complex128"),
    (lambda x, k: ([[1], [2, 3]], x), "type", "y cannot be read"),
    (lambda x, k: (Odd(), x), "type", "y cannot be read"),
    (lambda x, k: (y for y in x), "type", "one generator"),
    (raising(KeyError("gone")), "raises", "KeyError.*raise error.*gone"),
    (raising(SystemExit(3)), "raises", "SystemExit"),
    (raising(GeneratorExit()), "raises", "GeneratorExit"),
    (raising(Mute()), "raises", "no message"),
    (raising(MemoryError()), "raises", "MemoryError"),
    (raising(ValueError("a\n  long " + 300 * "x")), "raises", "a long x+…"),
    (recursing, "raises", "RecursionError"),
    (in_place, "in place", "argument x in place"),
    (with_a_lost_array, "in place", "argument x"),
    (lambda x, k: (np.nan * x, x.sum(0)), "nan", "y contains NaN"),
    (lambda x, k: ((k * x).T, (k * x).sum(0)), "transposed", "y is right but transposed"),
    (lambda x, k: (k * x, (k * x).sum(0, keepdims=True)), "reshaped",
     r"total holds the right numbers in the wrong shape: expected shape \(\d,\), got \(1, \d\)"),
    (lambda x, k: (-k * x, (k * x).sum(0)), "sign", "y has the wrong sign"),
    (lambda x, k: (np.rint(k * x).astype(int), (k * x).sum(0)), "dtype", "rounded to int"),
    (lambda x, k: (k * x + x**2, (k * x).sum(0)), "wrong", "y has the right shape"),
    (lambda x, k: (k * x + 1, (k * x).sum(0)), "offset", r"y is off by \+1"),
    (lambda x, k: (k * x, (k * x).mean(0)), "mean", "This is the mean, not the sum."),
    (lambda x, k: (k * x + 1, (k * x).mean(0)), "mean", "This is the mean"),
    (only_one_example, "only B=1", r"right with one example \(B = 1\), but wrong otherwise"),
    (only_for_d_equals_h, "sizes", "broadcast.*Take every size"),
]


@pytest.mark.parametrize("attempt, mistake, words", REFUSED,
                         ids=lambda value: value if isinstance(value, str) else "")
def test_whatever_comes_the_message_is_clear(attempt, mistake, words):
    for seed in range(5):
        result = toy(attempt, seed=seed)
        assert (result.status, result.mistake) == ("failed", mistake), result
        assert re.search(words, result.message, re.S), result.message
        assert len(result.message) < 420 and "\n" not in result.message
        assert "Traceback" not in repr(result) and "<p>" in result._repr_html_()


def test_score_is_the_fraction_of_parts_that_are_right():
    assert toy(lambda x, k: (k * x, (k * x).mean(0))).score == 0.5
    assert toy(lambda x, k: (x + 1, x)).score == 0.0
    assert toy(scaled).score == 1.0


def test_the_smallest_failing_input_can_be_tried_again():
    result = toy(lambda x, k: (k * x, (k * x).mean(0)))
    assert list(result.inputs) == ["x", "k"]
    (y, total), name = scaled(**result.inputs), result.picture[0]
    assert name == "total" and np.allclose(total, result.picture[1])
    xs = [inputs["x"] for _, inputs in core.cases(TOY, np.random.default_rng(0))]
    assert result.inputs["x"].size == min(x.size for x in xs if len(x) > 1)
    assert f"{np.abs(total - total / len(y)).max():.2g} in total" in repr(result)


def test_the_input_is_the_one_that_the_message_speaks_of():
    def raises_for_many(x, k):
        print("x", x.shape)
        if len(x) > 1:
            raise IndexError("too many")
        return k * x + 1, (k * x).sum(axis=0)

    result = toy(raises_for_many)
    assert "too many" in result.message and len(result.inputs["x"]) > 1
    assert result.printed == f"x {result.inputs['x'].shape}"
    assert f"It printed:\nx {result.inputs['x'].shape}" in repr(result)
    assert "`r = exercises.check('scaled', scaled); scaled(**r.inputs)`" in repr(result)


def test_no_part_and_no_input_contradicts_a_diagnosis():
    """Only one part is as the mistake gives it, or only some inputs: something else is wrong."""
    def mean_for_many(x, k):
        return k * x, (k * x).mean(axis=0) if len(x) > 3 else (k * x).sum(axis=0)

    def by_two(x, k):
        return k * x, (k * x).sum(axis=0) / 2

    assert toy(mean_for_many).mistake != "mean"
    assert "0.5 times" in toy(by_two).message


def test_a_busy_machine_changes_no_verdict():
    """Eight busy processes beside it: the same verdicts as on a quiet machine."""
    import subprocess

    line = "import time\nend = time.monotonic() + 60\nwhile time.monotonic() < end: pass"
    beside = [subprocess.Popen([sys.executable, "-c", line]) for _ in range(8)]
    try:
        assert exercises.check("bptt", exercises.get("bptt").solution).status == "passed"
        assert toy(scaled).status == "passed"
        assert toy(forever, seconds=0.2).mistake == "endless"
    finally:
        for process in beside:
            process.kill()
            process.wait()


def test_silence_and_the_random_states_are_kept(capfd):
    def loud(x, k):
        print("out")
        print("err", file=sys.stderr)
        np.random.seed(0)
        random.seed(0)
        np.random.rand(), random.random()
        np.log(-1.0), np.ones(2) / 0
        return scaled(x, k)

    np.random.seed(5)
    random.seed(5)
    expected = np.random.RandomState(5).rand(), random.Random(5).random()
    assert toy(loud).status == "passed"
    assert (np.random.rand(), random.random()) == expected
    assert capfd.readouterr() == ("", "")


def test_one_array_reused_for_every_answer_is_no_reason_to_fail():
    kept = np.empty(100)

    def reusing(x, k):
        y = kept[: x.size].reshape(x.shape)
        y[:] = k * x + 1
        return y, (k * x).sum(axis=0)

    assert toy(reusing).mistake == "offset"
    result = toy(reusing)
    assert np.allclose(result.picture[2], result.picture[1] + 1)


def test_tensors_of_keras_pass():
    from rnn_helpers.backend import keras, ops

    def tensors(x, k):
        return ops.multiply(x, k), ops.sum(ops.multiply(x, k), axis=0)

    def variable(x, k):
        return {"total": ops.sum(k * x, axis=0), "y": keras.Variable(k * x, dtype="float32")}

    assert toy(tensors).status == toy(variable).status == "passed"


def test_an_unknown_exercise_or_level_is_one_line():
    with pytest.raises(ValueError, match=r"^name: expected one of .*; did you mean 'step'\?$"):
        exercises.check("stepp", None)
    with pytest.raises(ValueError, match="^level: expected 1 to 3, got 4"):
        exercises.hint("step", 4)
    with pytest.raises(ValueError, match="^level: expected at least 1, got 0"):
        exercises.hint("step", 0)


def test_words_are_shown_as_they_are():
    shown = exercises.hint("bptt", 3)._repr_markdown_()
    assert r"h[:, t]\*\*2" in shown and r"from\_future" in shown
    shown = exercises.solution("step_back")._repr_markdown_()
    assert shown.startswith("```python\ndef step_back(") and "h_t**2" in shown and r"z\_t" in shown
    failed = exercises.check("step", lambda W_xh, W_hh, b_h, x_t, h_prev: x_t < h_prev @ 3)
    for words in ("; step(**r.inputs)</code>", "x_t &lt; h_prev"):
        assert words in failed._repr_html_()


def test_inputs_are_odd_and_special_in_one_way():
    for seed in range(30):
        made = core.cases(TOY, np.random.default_rng(seed))
        assert sorted(case.special for case, _ in made) == sorted([*core.SPECIAL, "", "", ""])
        for case, _ in made:
            sizes, mask = list(case.sizes.values()), case.mask()
            assert (len(set(sizes)) == 4) == (case.special != "D=H")
            assert (1 in sizes) == (case.special in ("B=1", "T=1"))
            assert case.start().any() == (case.special != "zero start")
            assert mask.all() == (case.special == "no mask") and mask.any()


CELLS = """from rnn_helpers import exercises
||def step(W_xh, W_hh, b_h, x_t, h_prev):
    while True:
        print("for ever")
||exercises.check("step", step, seconds=0.5)
||print("alive")"""


def test_in_a_real_kernel_a_loop_is_ended_and_the_kernel_lives():
    from nbclient import NotebookClient

    cells = [nbformat.v4.new_code_cell(source) for source in CELLS.split("||")]
    nb = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(nb, kernel_name="python3", timeout=120).execute()
    (checked,), (alive,) = nb.cells[2].outputs, nb.cells[3].outputs
    assert "did not finish within 0.5 s" in checked.data["text/plain"] and alive.text == "alive\n"
