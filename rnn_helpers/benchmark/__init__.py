"""The same network by every engine, forward and a gradient step, as a command and as functions.

    python -m rnn_helpers.benchmark                 SimpleRNN, LSTM and GRU: a few minutes
    python -m rnn_helpers.benchmark --backend jax --device gpu --full --json FILE
    python -m rnn_helpers.benchmark --kinds GRU --sizes 32,100,64,128 --seconds 10
    python -m rnn_helpers.benchmark --scaling       NumPy's cost against T, B and H; peak memory
    python -m rnn_helpers.benchmark --fused         what Keras's fused kernel takes and does not
    python -m rnn_helpers.benchmark --from data/benchmarks/*.json      the table of these records
    python -m rnn_helpers.benchmark --from data/benchmarks/cpu_jax.json --figure FILE.png

All contenders take turns in one run, so that a slow moment of the machine affects them alike. The
results are medians, and ratios within the run. Three times serve for comparison, measured in the
same run:
`floor`: what the multiplications alone would take at the rate of one large matrix product;
`products`: the same multiplications at their real shapes, T small products forward, T backward,
and one per weight matrix;
`steps`: T of the smallest steps that depend on each other (2 T for a gradient step), in a loop of
Keras's backend. On a GPU that is T kernel launches, one after the other, and no recurrence is
faster.
"""

from rnn_helpers.benchmark.fused import measure_fused
from rnn_helpers.benchmark.measuring import measure, measure_scaling, network
from rnn_helpers.benchmark.records import read
from rnn_helpers.benchmark.timing import interleave, peak_bytes

__all__ = [
    "interleave", "measure", "measure_fused", "measure_scaling", "network", "peak_bytes", "read",
]
