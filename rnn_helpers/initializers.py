"""Where weights start: the two initializers that Keras uses by default for recurrent layers."""

import numpy as np


def glorot_uniform(fan_in, fan_out, *, rng, dtype=np.float32):
    """(fan_in, fan_out), uniform in ±sqrt(6 / (fan_in + fan_out)). Glorot & Bengio 2010."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out)).astype(dtype)


def orthogonal(rows, columns, *, rng, dtype=np.float32):
    """(rows, columns), orthonormal along the shorter side: a product keeps its length. Saxe et al. 2014."""
    normal = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(normal)
    q *= np.sign(np.diag(r))  # without it, QR's choice of signs makes some directions likelier
    return (q.T if rows < columns else q).astype(dtype)
