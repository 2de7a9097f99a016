"""Scans against a loop in plain Python, the way back against JAX, costs against counting."""

import numpy as np
import pytest

from rnn_helpers import numpy_scan

WAYS = [*numpy_scan.WAYS.values()]
LENGTHS = [1, 2, 3, 4, 7, 16, 37, 100]
TOLERANCE = {"float32": 1e-6, "float64": 1e-12}


def random(seed, T, dtype="float64", B=3, H=5):
    """a, b, h_0, dh: |a| up to 1, some of it 0, and states of about 1."""
    rng = np.random.default_rng(seed)
    a = rng.uniform(-1, 1, (B, T, H)) * (rng.random((B, T, H)) > 0.1)
    b = rng.standard_normal((B, T, H)) * (1 - abs(a))
    arrays = a, b, rng.standard_normal((B, H)), rng.standard_normal((B, T, H))
    return [array.astype(dtype) for array in arrays]


def in_python(a, b, h_0):
    """One number at a time, in double precision."""
    h = np.empty(b.shape)
    for n, j in np.ndindex(b.shape[0], b.shape[2]):
        state = float(h_0[n, j])
        for t in range(b.shape[1]):
            state = float(a[n, t, j]) * state + float(b[n, t, j])
            h[n, t, j] = state
    return h


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("T", LENGTHS)
@pytest.mark.parametrize("way", WAYS)
def test_all_ways_are_the_recurrence(way, T, dtype):
    for seed in range(3):
        a, b, h_0, _ = random(seed, T, dtype)
        kept = [each.copy() for each in (a, b, h_0)]
        got = way(a, b, h_0)
        assert got.dtype == dtype
        np.testing.assert_allclose(got, in_python(a, b, h_0), rtol=0, atol=TOLERANCE[dtype])
        from_zero = in_python(a, b, 0 * h_0)
        np.testing.assert_allclose(way(a, b), from_zero, rtol=0, atol=TOLERANCE[dtype])
        for before, after in zip(kept, (a, b, h_0), strict=True):
            np.testing.assert_array_equal(before, after, "changed in place")


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("way", WAYS)
def test_long_sequences(way, dtype):
    a, b, h_0, _ = random(0, 4096, dtype, B=2, H=3)
    np.testing.assert_allclose(way(a, b, h_0), in_python(a, b, h_0), rtol=0, atol=TOLERANCE[dtype])


@pytest.mark.parametrize("length", [1, 2, 5, 37, 50])
def test_chunks_of_any_length(length):
    a, b, h_0, _ = random(4, 37)
    got = numpy_scan.chunked(a, b, h_0, length=length)
    np.testing.assert_allclose(got, in_python(a, b, h_0), rtol=0, atol=1e-12)


def test_combine_is_associative_and_not_commutative():
    rng = np.random.default_rng(0)
    p, q, r = ((rng.standard_normal(9), rng.standard_normal(9)) for _ in range(3))
    left = numpy_scan.combine(numpy_scan.combine(p, q), r)
    right = numpy_scan.combine(p, numpy_scan.combine(q, r))
    np.testing.assert_allclose(left, right, atol=1e-14)
    (a, b), h = numpy_scan.combine(p, q), rng.standard_normal(9)
    np.testing.assert_allclose(a * h + b, q[0] * (p[0] * h + p[1]) + q[1], atol=1e-14)
    assert abs(numpy_scan.combine(p, q)[1] - numpy_scan.combine(q, p)[1]).max() > 0.1


@pytest.mark.parametrize("initial", [True, False])
@pytest.mark.parametrize("T", [1, 2, 6, 33])
@pytest.mark.parametrize("way", [*WAYS, *numpy_scan.WAYS])
def test_backward_is_autodiff(way, T, initial):
    import jax

    a, b, h_0, dh = random(T, T)
    h_0 = h_0 if initial else np.zeros_like(h_0)
    with jax.enable_x64(True):
        def loss(a, b, h_0):
            def one(h, at_t):
                h = at_t[0] * h + at_t[1]
                return h, h
            _, h = jax.lax.scan(one, h_0, (a.swapaxes(0, 1), b.swapaxes(0, 1)))
            return (h.swapaxes(0, 1) * dh).sum()
        expected = [np.array(each) for each in jax.grad(loss, (0, 1, 2))(a, b, h_0)]
    h = numpy_scan.loop(a, b, h_0)
    got = numpy_scan.backward(a, h, dh, h_0 if initial else None, way=way)
    for ours, theirs in zip(got, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


class Counted(np.ndarray):
    """An array that counts the multiplications and additions made with it."""

    made = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        plain = [x.view(np.ndarray) if isinstance(x, Counted) else x for x in inputs]
        if out is not None:
            kwargs["out"] = tuple(o.view(np.ndarray) for o in out)
        result = getattr(ufunc, method)(*plain, **kwargs)
        if ufunc in (np.multiply, np.add) and method == "__call__":
            Counted.made += result.size
        return result.view(Counted)


@pytest.mark.parametrize("T", [1, 2, 3, 5, 8, 37, 64])
@pytest.mark.parametrize("way", [numpy_scan.loop, numpy_scan.doubling, numpy_scan.scan])
def test_work_is_what_numpy_is_asked_for(way, T, monkeypatch):
    """Counted, less the two operations that bring in h_0, which only the parallel ways take."""
    a, b = (each.view(Counted) for each in random(0, T, B=1, H=1)[:2])
    monkeypatch.setattr(numpy_scan, "_checked", lambda a, b, h_0: (a, b, np.zeros((1, 1))))
    monkeypatch.setattr(Counted, "made", 0)
    way(a, b)
    started = 0 if way is numpy_scan.loop else 2
    assert Counted.made - started == numpy_scan.cost(way, T)[1]


def test_rounds():
    assert numpy_scan.cost("loop", 4096)[0] == 4096
    assert numpy_scan.cost("doubling", 4096)[0] == 12
    assert numpy_scan.cost("doubling", 4097)[0] == 13
    assert numpy_scan.cost(numpy_scan.scan, 4096)[0] == 24
    assert numpy_scan.cost("chunks", 4096) == (128, 5 * 4096)
    assert numpy_scan.cost("chunks", 100, length=7)[0] == 7 + 15


@pytest.mark.parametrize("T", [1, 2, 3, 5, 8, 16, 37])
@pytest.mark.parametrize("way", numpy_scan.WAYS)
def test_rounds_join_every_step_with_all_before_it(way, T):
    """Played with sets: in the end each step has h_0 and every step up to it, none twice."""
    found = [[t] for t in range(T)]
    played = numpy_scan.rounds(way, T)
    for joins in played:
        before = [*map(list, found), [-1]]  # before[-1] is h_0
        for i, j in joins:
            found[j] = before[i] + before[j]
    h_0 = [-1] if way in ("loop", "chunks") else []
    assert found == [[*h_0, *range(t + 1)] for t in range(T)]
    assert len(played) == numpy_scan.cost(way, T)[0]


def test_rounds_and_operations():
    """Three operations for each join, two where its result is a state."""
    for T in (2, 9, 37):
        up_and_down = numpy_scan.rounds("scan", T)
        up, down = np.split(np.array([*map(len, up_and_down)]), 2)
        assert numpy_scan.cost("scan", T)[1] == 3 * up.sum() + 2 * down.sum()
        doubled = sum(map(len, numpy_scan.rounds("doubling", T)))
        assert numpy_scan.cost("doubling", T)[1] == 3 * doubled


A = np.zeros((2, 3, 4))


@pytest.mark.parametrize("call, message", [
    (lambda way: way(A, A[:, :2]), r"b: expected \(B=2, T=3, H=4\), got \(2, 2, 4\)"),
    (lambda way: way(A, A.astype("f4")), "b: expected float64, got float32"),
    (lambda way: way(A.astype(int), A), "a: expected float32 or float64, got int64"),
    (lambda way: way(A[0], A), r"a: expected \(B, T, H\), got \(3, 4\)"),
    (lambda way: way(A, A, A[:, 0, :2]), r"h_0: expected \(B=2, H=4\), got \(2, 2\)"),
    (lambda way: way(A[:, :0], A[:, :0]), r"a: expected \(B, T, H\), got \(2, 0, 4\)"),
    (lambda way: way([1.0], A), "a: expected a NumPy array"),
    (lambda way: numpy_scan.backward(A, A, A, way="scam"), "way: expected one of .*'scan'"),
    (lambda way: numpy_scan.backward(A, A, A[:1]), r"dh: expected \(B=2, T=3, H=4\), got \(1,"),
    (lambda way: numpy_scan.cost(way, 0), "T: expected at least 1, got 0"),
    (lambda way: numpy_scan.cost(max, 4), "way: expected one of"),
])
@pytest.mark.parametrize("way", WAYS)
def test_bad_arguments(way, call, message):
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        call(way)


@pytest.mark.parametrize("length", [0, -3, 2.5])
def test_bad_chunks(length):
    with pytest.raises((TypeError, ValueError), match="^length: expected"):
        numpy_scan.chunked(A, A, length=length)
