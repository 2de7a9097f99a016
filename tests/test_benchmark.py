"""The benchmark as a command, on tiny sizes: what it writes, not how fast anything is."""

import json

import numpy as np
import pytest
from engines import KINDS

from rnn_helpers import benchmark, contenders
from rnn_helpers.compare import relative_difference


@pytest.mark.parametrize("kind", KINDS)
def test_all_contenders_do_the_same_work(kind):
    """Every engine's gradients of the parameters, on the same network: or the times would compare nothing."""
    params, x, dy = benchmark.network(kind, (3, 11, 4, 5))
    expected, *_ = contenders.numpy_step(kind, params, x, dy)()
    for name, step in contenders.all_steps(kind, params, x, dy).items():
        if name in ("NumPy", "torch.nn"):  # PyTorch's arrays are laid out otherwise: test_layouts compares them
            continue
        for got, want in zip(step(), expected, strict=True):
            assert relative_difference(np.asarray(got), want) < 1e-5, name


def test_multiplications_are_counted_right():
    """Against the products of `product_steps`, counted from the shapes of their results."""
    for kind in KINDS:
        B, T, D, H = size = (3, 7, 4, 5)
        products, _ = benchmark.product_steps(kind, size)
        inner = {"h W_h": H, "dz W_h'": benchmark.GATES[kind] * H, "x W_x": D, "x' dz": B * T, "h' dz": B * T}
        count = sum(products[name]().size * n * (T if name in ("h W_h", "dz W_h'") else 1) for name, n in inner.items())
        assert count == benchmark.multiplications(kind, size)


def test_writes_json_and_a_figure(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(benchmark, "REST", 0)
    monkeypatch.setattr(benchmark, "TURN", 0)
    benchmark.main(["--kinds", "GRU", "--sizes", "2,3,4,5", "2,4,4,5", "--seconds", "0.01",
                    "--json", str(tmp_path / "b.json"), "--figure", str(tmp_path / "b.png")])
    record = json.loads((tmp_path / "b.json").read_text())
    assert [step["size"] for step in record["steps"]] == [[2, 3, 4, 5], [2, 4, 4, 5]]
    assert {"NumPy", "Keras (tensorflow)", "keras_rnn (tensorflow)"} <= set(record["steps"][0]["medians"])
    assert {"date", "processor", "cores", "versions"} <= set(record["machine"])
    assert record["command"].startswith("python -m rnn_helpers.benchmark --kinds GRU")
    assert (tmp_path / "b.png").stat().st_size > 10_000
    assert capsys.readouterr().out.count("GRU") == 2


@pytest.mark.parametrize("sizes", ["1,2,3", "1,2,3,x", "0,1,1,1"])
def test_a_bad_size_is_one_line(sizes, capsys):
    with pytest.raises(SystemExit):
        benchmark.parse(["--sizes", sizes])
    assert "expected B,T,D,H, four whole numbers of at least 1" in capsys.readouterr().err


def test_peak_memory_sees_what_is_held():
    assert 8e6 <= benchmark.peak_bytes(lambda: np.ones(10**6)) < 9e6
