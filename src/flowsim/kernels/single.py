"""Exponential, logarithm and normal quantiles in single precision: loads and account-months need no more digits.

Twice as many lanes fit a register as in ``vmath``. Everything but the far tails is branch-free. Errors, tested: 3e-7 of
the exponential and of the logarithm of what is not near 1, 2e-6 of a normal by ``normal32_block``, 3e-5 standard
deviations by ``normal32``, whose chance of exceeding any point up to four is then right to 1.5e-4 of itself.
"""

from __future__ import annotations

import numba
import numpy as np

from flowsim.kernels.inversion import BLOCK
from flowsim.kernels.jit import inline, kernel

if numba.config.DISABLE_JIT:

    def to_bits32(x):  # type: ignore[no-untyped-def]
        """The bits of a float32 as uint32."""
        return np.float32(x).view(np.uint32)

    def from_bits32(bits):  # type: ignore[no-untyped-def]
        """The float32 that has these bits."""
        return np.uint32(bits).view(np.float32)

    def odd32(word):  # type: ignore[no-untyped-def]
        """``2 u - 1`` of the uniform of the upper 24 bits of a uint32: an odd multiple of 2**-24, exact."""
        return np.float32((int(word) >> 8) * 2 + 1 - 2**24) * np.float32(2.0**-24)

else:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    @intrinsic
    def to_bits32(typing_context, x):  # type: ignore[no-untyped-def]
        """The bits of a float32 as uint32."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return builder.bitcast(arguments[0], ir.IntType(32))

        return types.uint32(types.float32), generate

    @intrinsic
    def from_bits32(typing_context, bits):  # type: ignore[no-untyped-def]
        """The float32 that has these bits."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            return builder.bitcast(arguments[0], ir.FloatType())

        return types.float32(types.uint32), generate

    @intrinsic
    def odd32(typing_context, word):  # type: ignore[no-untyped-def]
        """``2 u - 1`` of the uniform of the upper 24 bits of a uint32: an odd multiple of 2**-24, exact."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            odd = builder.or_(builder.lshr(arguments[0], ir.IntType(32)(7)), ir.IntType(32)(1))
            return builder.fmul(
                builder.sitofp(builder.sub(odd, ir.IntType(32)(2**24)), ir.FloatType()), ir.FloatType()(2.0**-24)
            )

        return types.float32(types.uint32), generate


F = np.float32
ONE, TWO, HALF, FOUR = F(1.0), F(2.0), F(0.5), F(4.0)
LOWEST, HIGHEST, LOG2_E = F(-87.0), F(88.0), F(1.44269504)
LN2_HIGH, LN2_LOW = F(0.693359375), F(-2.12194440e-4)
ROUND = F(12582912.0)  # 1.5 * 2**23: adding it leaves the nearest integer in the low bits
BIAS, MANTISSA_BITS = np.uint32(127), np.uint32(23)
MANTISSA, SQRT2 = np.uint32(0x007FFFFF), np.uint32(0x003504F3)
EXPONENT_SHIFT, SHIFTED_BIAS = np.uint32(0x4B000000), F(8388735.0)  # bits of 2**23; 2**23 + 127
TOP_BIT, WORD_SIZE = np.uint32(0x80000000), F(2.0**-32)
E2, E3, E4, E5, E6 = F(0.5), F(0.166665763), F(0.0416664667), F(0.00836317521), F(0.00139336439)
L3, L4, L5, L6, L7 = F(0.333333313), F(-0.249999896), F(0.200007081), F(-0.166684806), F(0.142499372)
L8, L9, L10, L11 = F(-0.124110505), F(0.116615109), F(-0.115712009), F(0.0714975372)
MIDDLE, FAR_MIDDLE, CENTRE, BEYOND = F(2.5), F(3.44303399), F(5.0), F(99.0)
C0, C1, C2, C3 = F(2.12331319), F(0.348803252), F(-0.00590576744), F(-0.00177375949)
C4, C5, C6, C7 = F(0.000307204959), F(-5.9787385e-06), F(-4.48881747e-06), F(4.64262854e-07)
T0, T1, T2, T3 = F(4.63594866), F(1.42406833), F(0.00517680123), F(-0.00323078199)
T4, T5, T6, T7 = F(0.0017825322), F(-0.00135341811), F(0.000885590853), F(-0.000253294158)
EIGHTH = F(0.125)
Q0, Q1, Q2 = F(3.7638425827026367), F(1.9954285621643066), F(-0.4575819969177246)
Q3, Q4, Q5 = F(0.174249529838562), F(-0.05115971341729164), F(-0.0013446706579998136)
Q6, Q7, Q8 = F(0.055688969790935516), F(-0.11655523627996445), F(0.06197400018572807)
Q9, Q10 = F(0.036698129028081894), F(-0.030977804213762283)


@inline
def exp32(x):  # type: ignore[no-untyped-def]
    """``exp(x)`` with x first limited to -87..88; exactly 1 at 0."""
    x = LOWEST if x < LOWEST else x
    x = HIGHEST if x > HIGHEST else x
    shifted = x * LOG2_E + ROUND
    k = shifted - ROUND
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    tail = (((E6 * r + E5) * r + E4) * r + E3) * r + E2
    return (ONE + (tail * r * r + r)) * from_bits32(np.uint32((to_bits32(shifted) + BIAS) << MANTISSA_BITS))


@inline
def log32(x):  # type: ignore[no-untyped-def]
    """``log(x)`` for positive normal x; exactly 0 at 1."""
    bits = to_bits32(x)
    mantissa = np.uint32(bits & MANTISSA)
    high = np.uint32(mantissa > SQRT2)
    y = from_bits32(np.uint32(mantissa | ((BIAS - high) << MANTISSA_BITS)))  # in sqrt(1/2)..sqrt(2)
    exponent = from_bits32(np.uint32(((bits >> MANTISSA_BITS) + high) | EXPONENT_SHIFT)) - SHIFTED_BIAS
    f = y - ONE
    square = f * f
    odd = ((L10 * square + L8) * square + L6) * square + L4
    even = (((L11 * square + L9) * square + L7) * square + L5) * square + L3
    p = odd * f + even
    return exponent * LN2_HIGH + (f + (square * (p * f - HALF) + exponent * LN2_LOW))


@inline
def end32(word):  # type: ignore[no-untyped-def]
    """Distance p of a uint32, over 2**32, to the nearer end of 0..1, and ``w = -log(4 p (1 - p))``."""
    near = np.uint32(~word) if word >= TOP_BIT else np.uint32(word)
    p = (F(np.int32(near)) + HALF) * WORD_SIZE
    return p, -log32(FOUR * p * (ONE - p))


@kernel
def tail_normal32(word):  # type: ignore[no-untyped-def]
    """Normal quantile where w is at least 5: ``1 - 2 p`` times a polynomial in the root of w."""
    p, w = end32(word)
    s = F(np.sqrt(w)) - FAR_MIDDLE
    tail = ((((((T7 * s + T6) * s + T5) * s + T4) * s + T3) * s + T2) * s + T1) * s + T0
    size = (ONE - TWO * p) * tail
    return size if word >= TOP_BIT else -size


@inline
def normal32_block(words, z):  # type: ignore[no-untyped-def]
    """Normal quantiles of BLOCK uint32, of the middle of what each stands for; both are local arrays.

    They are within 6.34: ``1 - 2 p`` times a polynomial in w (the variable of Giles 2010), interpolated at Chebyshev
    nodes. Few blocks have a number in the tails.
    """
    far = 0
    for i in range(BLOCK):
        p, w = end32(words[i])
        s = w - MIDDLE
        square = s * s
        odd = ((C7 * square + C5) * square + C3) * square + C1
        even = ((C6 * square + C4) * square + C2) * square + C0
        central = odd * s + even
        size = (ONE - TWO * p) * central
        far |= np.int32(w > CENTRE)
        size = size if words[i] >= TOP_BIT else -size
        z[i] = size if w <= CENTRE else BEYOND
    if far != 0:
        for i in range(BLOCK):
            if z[i] == BEYOND:
                z[i] = tail_normal32(words[i])


@inline
def normal32(x):  # type: ignore[no-untyped-def]
    """Standard normal quantile of u, given ``x = 2 u - 1`` as ``odd32`` makes it; within 5.42.

    x times a polynomial of degree 10 in ``-log(1 - x^2)``, interpolated at the Chebyshev nodes of 0..16.
    """
    t = -ONE - EIGHTH * log32((ONE - x) * (ONE + x))
    s = t * t
    even = ((((Q10 * s + Q8) * s + Q6) * s + Q4) * s + Q2) * s + Q0
    odd = (((Q9 * s + Q7) * s + Q5) * s + Q3) * s + Q1
    return (odd * t + even) * x
