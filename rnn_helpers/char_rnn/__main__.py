"""The command: `python -m rnn_helpers.char_rnn train` and `measure`."""

from rnn_helpers.char_rnn.training import main

main()
