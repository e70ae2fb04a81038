"""Counter-based random numbers: the n-th draw of a stream is a pure function of (seed, n).

Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), vectorised over
streams. The key is the item's 64-bit seed, the counter is the absolute position in the sequence. So a draw
depends on neither the batch nor on how often generation was interrupted, and a continuation with the same
seed continues the same stream.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)

Words = npt.NDArray[np.uint64]


def philox_4x32(counter: tuple[Words, Words, Words, Words], key: tuple[Words, Words]) -> tuple[Words, ...]:
    """Ten rounds on arrays of 32-bit words held in uint64; all shapes broadcast. Returns four arrays of
    words."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        product0 = _MULTIPLIERS[0] * c0
        product1 = _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (product1 >> _SHIFT) ^ c1 ^ k0,
            product1 & _LOW,
            (product0 >> _SHIFT) ^ c3 ^ k1,
            product0 & _LOW,
        )
        k0 = (k0 + np.uint64(_WEYL[0])) & _LOW
        k1 = (k1 + np.uint64(_WEYL[1])) & _LOW
    return c0, c1, c2, c3


def uniforms(seeds: Words, positions: Words) -> npt.NDArray[np.float64]:
    """Numbers in [0, 1) with 53 random bits, one for each pair of the broadcast seeds and positions."""
    seeds, positions = np.broadcast_arrays(seeds.astype(np.uint64), positions.astype(np.uint64))
    zero = np.zeros_like(positions)
    high, low, _, _ = philox_4x32(
        (positions & _LOW, positions >> _SHIFT, zero, zero), (seeds & _LOW, seeds >> _SHIFT)
    )
    bits = (high << np.uint64(21)) ^ (low >> np.uint64(11))
    return bits.astype(np.float64) * 2.0**-53
