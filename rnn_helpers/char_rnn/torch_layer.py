"""PyTorch's own recurrent layers as Keras layers: on the PyTorch backend they are faster."""

import numpy as np

from rnn_helpers.backend import keras
from rnn_helpers.weights import convert


class TorchRecurrent(keras.layers.Layer):
    """PyTorch's LSTM, GRU or RNN, stateful and with all its outputs: x (B, T, D) -> h (B, T, H).

    On a CPU its fused kernel, with bfloat16 products, is three times as fast as Keras's loop over
    steps. An odd number of inputs gets one more that is always 0: the kernel multiplies in pairs,
    and with none left over its forward pass takes a third of the time.
    """

    def __init__(self, kind, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self._class = {"SimpleRNN": "RNN"}.get(kind.name, kind.name)
        self._state_count = len(kind.states)

    def build(self, shape):
        """shape: (B, T, D), with a B that is known; T may be None."""
        import torch

        B, _, self.inputs = shape
        self.spare = self.inputs % 2
        make = getattr(torch.nn, self._class)
        self.inner = keras.layers.TorchModuleWrapper(
            make(self.inputs + self.spare, self.units, batch_first=True))
        self.states = [self.add_weight(shape=(B, self.units), initializer="zeros", trainable=False)
                       for _ in range(self._state_count)]

    def call(self, x):
        """x (B, T, D) -> h (B, T, H); the last state is where the next call starts."""
        import torch

        initial = [state.value.detach()[None].clone() for state in self.states]
        x = torch.nn.functional.pad(x, (0, self.spare))
        with torch.autocast(x.device.type, torch.bfloat16):
            h, last = self.inner.module(x, tuple(initial) if len(initial) > 1 else initial[0])
        for state, value in zip(self.states, last if len(initial) > 1 else [last], strict=True):
            state.assign(value[0].detach().float())
        return h.float()

    def get_weights(self):
        """The weights in Keras's layout, without the spare input."""
        W_ih, *others = (w.detach().cpu().numpy() for w in self.inner.module.parameters())
        return list(convert([W_ih[:, : self.inputs], *others], from_="torch", to="keras"))

    def set_weights(self, weights):
        """weights: arrays in Keras's layout."""
        import torch

        W_ih, *others = convert(weights, to="torch")
        values = [np.pad(W_ih, ((0, 0), (0, self.spare))), *others]
        with torch.no_grad():
            for w, value in zip(self.inner.module.parameters(), values, strict=True):
                w.copy_(torch.as_tensor(value))
