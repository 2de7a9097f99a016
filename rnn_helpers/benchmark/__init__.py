"""The measurements, as a command and as functions: the same network by every engine, forward and a gradient step.

    python -m rnn_helpers.benchmark                              measure SimpleRNN, LSTM and GRU: some minutes
    python -m rnn_helpers.benchmark --backend jax --device gpu --full --json FILE
    python -m rnn_helpers.benchmark --kinds GRU --sizes 32,100,64,128 --seconds 10
    python -m rnn_helpers.benchmark --scaling                    NumPy's cost against T, B and H, peak memory
    python -m rnn_helpers.benchmark --fused                      what Keras's fused kernel takes, with and without
    python -m rnn_helpers.benchmark --from data/benchmarks/*.json                the table, from records
    python -m rnn_helpers.benchmark --from data/benchmarks/cpu_jax.json --figure FILE.png      the figure

All contenders take turns in one run, so a slow moment of the machine hits them alike; medians are given,
and ratios within the run. Three times are there to compare with, each measured in the same run:
`floor`, what the multiplications alone would take at the rate of one large matrix product;
`products`, the same multiplications at their real shapes, T small ones forward, T back, one for each weight;
`steps`, T (back: 2 T) of the smallest steps that depend on each other, in a loop of Keras's backend. On a GPU
that is the launch of T kernels, one after the other, and no recurrence is faster.
"""

from rnn_helpers.benchmark.measuring import interleave, measure, measure_fused, measure_scaling, network, peak_bytes
from rnn_helpers.benchmark.records import read

__all__ = ["interleave", "measure", "measure_fused", "measure_scaling", "network", "peak_bytes", "read"]
