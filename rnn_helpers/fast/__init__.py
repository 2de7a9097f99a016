"""What makes the NumPy engine quick and teaches nothing.

`fast.rnn`, `fast.lstm` and `fast.gru` have `forward` and `bptt` with the arguments and the results
of `numpy_rnn`, `numpy_lstm` and `numpy_gru`; tests hold them equal. Layers, trainings and the
benchmark use these.
"""
