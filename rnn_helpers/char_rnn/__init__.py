"""Character networks that read C and C++: load one, read a text, predict, write on.

Reading runs in NumPy alone. Training needs Keras: `python -m rnn_helpers.char_rnn train`.
"""

from rnn_helpers.char_rnn.corpus import VOCABULARY, decode, encode
from rnn_helpers.char_rnn.network import (
    Network,
    V,
    ablate_unit,
    forward,
    init_network,
    load,
)
from rnn_helpers.char_rnn.reading import (
    Reading,
    bits_per_character,
    generate,
    look_back,
    read,
    read_all,
    states_at,
    surprisal,
    top_k,
)

__all__ = [
    "VOCABULARY", "Network", "Reading", "V", "ablate_unit", "bits_per_character", "decode",
    "encode", "forward", "generate", "init_network", "load", "look_back", "read", "read_all",
    "states_at", "surprisal", "top_k",
]
