"""The benchmark as a command, on tiny sizes: what it writes and refuses, not how fast it is."""

import json
import subprocess
import sys

import numpy as np
import pytest

from helpers.engines import KINDS
from helpers.places import ROOT
from rnn_helpers import benchmark
from rnn_helpers.benchmark import __main__ as command
from rnn_helpers.benchmark import contenders, floors, fused, measuring, records, sizes, timing
from rnn_helpers.compare import relative_difference


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(timing, "REST", 0)
    monkeypatch.setattr(timing, "TURN", 0)


@pytest.mark.parametrize("way", contenders.WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_all_contenders_do_the_same_work(kind, way):
    """Every engine's states, or gradients of the weights, on the same network: or the times would
    compare nothing."""
    params, x, dy = benchmark.network(kind, (3, 11, 4, 5))
    steps = contenders.all_steps(kind, params, x, dy, way)
    expected = steps.pop("NumPy")()
    expected = expected[:1] if way == "forward" else expected[0]
    assert len(steps) >= 2
    for name, step in steps.items():
        got = step()
        if way == "gradient" and name == "torch.nn":  # other layouts: test_weights compares them
            continue
        for a, b in zip(got if way == "gradient" else [got], expected, strict=True):
            assert relative_difference(np.asarray(a), b) < 1e-5, name


def test_multiplications_are_counted_right():
    """Against the products of `product_steps`, counted from the shapes of their results."""
    for kind, blocks in {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}.items():
        B, T, D, H = size = (3, 7, 4, 5)
        products = floors.product_steps(kind, size)
        inner = {"h W_h": H, "dz W_h'": blocks * H, "x W_x": D, "x' dz": B * T, "h' dz": B * T}
        times = {"h W_h": T, "dz W_h'": T}  # once per step
        count = {
            name: products[name]().size * n * times.get(name, 1) for name, n in inner.items()
        }
        assert sum(count.values()) == sizes.multiplications(kind, size)
        assert count["h W_h"] + count["x W_x"] == sizes.multiplications(kind, size, "forward")


@pytest.mark.parametrize("kind", KINDS)
def test_memory_is_estimated_before_it_is_taken(kind):
    """At least what NumPy's step really takes at its peak, and not a hundred times as much."""
    size = (16, 200, 24, 48)
    step = contenders.numpy_step(kind, *benchmark.network(kind, size))
    assert 1 < sizes.needed_bytes(kind, size) / benchmark.peak_bytes(step) < 100


def test_what_does_not_fit_is_one_line(monkeypatch, capsys):
    def nothing(*_):
        raise AssertionError("allocated")

    monkeypatch.setattr(measuring, "network", nothing)
    with pytest.raises(SystemExit, match="nothing measured: every size was skipped"):
        command.main(["--kinds", "LSTM", "--sizes", "4096,2000,64,2048"])
    assert "LSTM (4096, 2000, 64, 2048): skipped, needs about 1" in capsys.readouterr().out
    assert "GB are free" in sizes.why_not("GRU", (4096, 2000, 64, 2048), 1e9, free=10**9)
    assert sizes.why_not("GRU", (1, 2, 3, 4), 1e9, longest=1, free=10**9) is None
    assert sizes.why_not("GRU", (4096, 2000, 64, 2048), 1e9) is None


def test_what_takes_too_long_is_one_line():
    line = sizes.why_not("SimpleRNN", (10, 100, 50, 100), 1e8, longest=0.1)
    assert line == ("SimpleRNN (10, 100, 50, 100): skipped, a gradient step would take about "
                    "1.6 s, the limit is 0.1 s (--full has none)")


def test_the_full_grid_goes_as_far_as_it_says():
    assert {T for _, T, _, _ in sizes.FULL} >= {25, 2000}
    assert {H for *_, H in sizes.FULL} >= {64, 2048}


def test_writes_json_and_a_figure(tmp_path, capsys):
    command.main(["--kinds", "GRU", "--sizes", "2,3,4,5", "2,4,4,5", "--seconds", "0.01",
                  "--json", str(tmp_path / "b.json"), "--figure", str(tmp_path / "b.png")])
    record = json.loads((tmp_path / "b.json").read_text())
    found = [(step["size"], step["way"]) for step in record["steps"]]
    both = [2, 3, 4, 5], [2, 4, 4, 5]
    assert found == [(size, way) for size in both for way in contenders.WAYS]
    for step in record["steps"]:
        assert {"NumPy", "Keras (tensorflow)", "keras_rnn (tensorflow)"} <= set(step["medians"])
        assert min([*step["medians"].values(), step["floor"], step["products"], step["steps"]]) > 0
    assert {"date", "processor", "cores", "versions", "device"} <= set(record["machine"])
    assert record["command"].startswith("python -m rnn_helpers.benchmark --kinds GRU")
    assert (tmp_path / "b.png").stat().st_size > 10_000
    measured = capsys.readouterr().out
    assert measured.count("GRU") == 4 and measured.endswith("GPU: not measured\n")

    command.main(["--from", str(tmp_path / "b.json"), "--figure", str(tmp_path / "again.png")])
    again = capsys.readouterr().out
    assert all(line in again for line in measured.splitlines() if line.startswith("GRU"))
    assert (tmp_path / "again.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_fused_cases(tmp_path):
    """On a CPU all cases are loops, and TensorFlow refuses none."""
    from rnn_helpers import figures

    results = fused.measure_fused((2, 5, 3, 4), 0.01)
    assert len(results) == 2 * len(fused.CASES) - 1 and all(r["seconds"] > 0 for r in results)
    assert all("documented" in records.fused_line(r) for r in results)
    refused = results[0] | {"seconds": None, "error": "InvalidArgumentError: not right-padded"}
    assert "here: InvalidArgumentError" in records.fused_line(refused)
    assert "refused" in figures.benchmark_fused([refused, *results[1:]]).alt


def test_scaling_covers_each_size(monkeypatch):
    monkeypatch.setattr(measuring, "peak_bytes", lambda step: 7)
    monkeypatch.setattr(
        measuring, "interleave", lambda steps, seconds: {name: [1.0] for name in steps}
    )
    results = measuring.measure_scaling()
    assert {r["over"] for r in results} == {"T", "B", "H"}
    assert max(r["size"][1] for r in results) == 10_000


@pytest.mark.parametrize("text", ["1,2,3", "1,2,3,x", "0,1,1,1"])
def test_a_bad_size_is_one_line(text, capsys):
    with pytest.raises(SystemExit):
        command.parse(["--sizes", text])
    assert "expected B,T,D,H, four whole numbers of at least 1" in capsys.readouterr().err


@pytest.mark.parametrize("arguments, message", [
    (["--device", "gpu"], "--device gpu: Keras on tensorflow sees no GPU here"),
    (["--backend", "torch"], "--backend: torch is not installed; pip install torch, or leave "
                             "--backend out"),
    (["--backend", "jax"], "--backend: Keras already runs on tensorflow in this process, expected "
                           "jax"),
    (["--from", "nowhere.json"], "nowhere.json: cannot be read as a record: No such file or "
                                 "directory"),
])
def test_what_is_not_there_is_one_line(arguments, message, monkeypatch):
    from rnn_helpers import backend

    monkeypatch.setattr(backend, "device", lambda: "CPU")
    real = command.importlib.util.find_spec
    monkeypatch.setattr(
        command.importlib.util, "find_spec",
        lambda name: None if name == "torch" else real(name) or True,
    )
    for name in ("KERAS_BACKEND", "CUDA_VISIBLE_DEVICES"):
        monkeypatch.setenv(name, "")  # so that what the command sets is put back
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)
    assert stopped.value.code == message


def test_the_command_shows_no_traceback():
    command = [sys.executable, "-m", "rnn_helpers.benchmark", "--from", "nowhere.json"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    message = "nowhere.json: cannot be read as a record: No such file or directory"
    assert run.returncode == 1 and run.stderr.strip() == message


def test_a_file_that_is_no_record(tmp_path):
    (tmp_path / "x.json").write_text("[1]")
    with pytest.raises(ValueError, match="x.json: expected a record of the benchmark"):
        records.read(tmp_path / "x.json")


RECORDS = sorted((ROOT / "data" / "benchmarks").glob("*.json"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_records_say_where_and_how(path):
    record = records.read(path)
    assert {"date", "processor", "cores", "system", "device", "versions"} <= set(record["machine"])
    assert record["command"].startswith("python -m rnn_helpers.benchmark")
    assert "/tmp" not in record["command"]
    assert len(list(records.table([record]))) > 3


def test_peak_memory_sees_what_is_held():
    assert 8e6 <= benchmark.peak_bytes(lambda: np.ones(10**6)) < 9e6


def test_no_gpu_is_told(capsys):
    machine = {"processor": "p", "cores": 2, "device": "CPU", "date": "d", "versions": {}}
    assert list(records.table([{"machine": machine, "command": "c"}]))[-1] == "GPU: not measured"
    on_gpu = {"machine": machine | {"device": "GPU"}, "command": "c"}
    assert "GPU: not measured" not in list(records.table([on_gpu]))
