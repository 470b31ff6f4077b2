"""Exponential, logarithm and normal quantile in float32, branch-free, sixteen to a register of 512 bits.

For rows that are many and need a few figures: errors, tested, at most 3e-7 of the value (exponential), 2e-6
(logarithm, or 2e-7 of the value) and 3e-5 standard deviations (normal: its chance of exceeding any point up to four
is then right to 1.5e-4 of itself).
"""

from __future__ import annotations

import numba
import numpy as np

from flowsim.kernels.jit import inline

if numba.config.DISABLE_JIT:

    def split32(x):  # type: ignore[no-untyped-def]
        """Exponent and mantissa in 2/3..4/3 of a positive normal float32, both float32."""
        bits = int(np.float32(x).view(np.int32))
        exponent = (bits - 0x3F2AAAAB) >> 23
        return np.float32(exponent), np.int32(bits - (exponent << 23)).view(np.float32)

    def power32(k):  # type: ignore[no-untyped-def]
        """``2**k`` for a whole float32 k in -126..127."""
        return np.int32((int(k) + 127) << 23).view(np.float32)

    def odd32(word):  # type: ignore[no-untyped-def]
        """``2 u - 1`` of the uniform of the upper 24 bits of a uint32: an odd multiple of 2**-24, exact."""
        return np.float32((int(word) >> 8) * 2 + 1 - 2**24) * np.float32(2.0**-24)

else:
    from llvmlite import ir
    from numba import types
    from numba.extending import intrinsic

    I32, F32 = ir.IntType(32), ir.FloatType()

    @intrinsic
    def split32(typing_context, x):  # type: ignore[no-untyped-def]
        """Exponent and mantissa in 2/3..4/3 of a positive normal float32, both float32."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            bits = builder.bitcast(arguments[0], I32)
            exponent = builder.ashr(builder.sub(bits, I32(0x3F2AAAAB)), I32(23))
            mantissa = builder.bitcast(builder.sub(bits, builder.shl(exponent, I32(23))), F32)
            return context.make_tuple(builder, signature.return_type, (builder.sitofp(exponent, F32), mantissa))

        return types.UniTuple(types.float32, 2)(types.float32), generate

    @intrinsic
    def power32(typing_context, k):  # type: ignore[no-untyped-def]
        """``2**k`` for a whole float32 k in -126..127."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            biased = builder.add(builder.fptosi(arguments[0], I32), I32(127))
            return builder.bitcast(builder.shl(biased, I32(23)), F32)

        return types.float32(types.float32), generate

    @intrinsic
    def odd32(typing_context, word):  # type: ignore[no-untyped-def]
        """``2 u - 1`` of the uniform of the upper 24 bits of a uint32: an odd multiple of 2**-24, exact."""

        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            odd = builder.or_(builder.lshr(arguments[0], I32(7)), I32(1))
            return builder.fmul(builder.sitofp(builder.sub(odd, I32(2**24)), F32), F32(2.0**-24))

        return types.float32(types.uint32), generate


ONE, LN2 = np.float32(1.0), np.float32(0.6931471805599453)
EXP_LOW, EXP_HIGH, LOG2_E = np.float32(-87.0), np.float32(88.0), np.float32(1.4426950408889634)
LN2_HIGH, LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
E2, E3, E4 = np.float32(0.5), np.float32(0.16666577756404877), np.float32(0.041666556149721146)
E5, E6 = np.float32(0.00836317427456379), np.float32(0.0013926177052780986)
L2, L3 = np.float32(-0.5000061392784119), np.float32(0.33333882689476013)
L4, L5 = np.float32(-0.24900780618190765), np.float32(0.1991153508424759)
L6, L7 = np.float32(-0.18979991972446442), np.float32(0.16346974670886993)
EIGHTH = np.float32(0.125)
Q0, Q1, Q2 = np.float32(3.7638425827026367), np.float32(1.9954285621643066), np.float32(-0.4575819969177246)
Q3, Q4, Q5 = np.float32(0.174249529838562), np.float32(-0.05115971341729164), np.float32(-0.0013446706579998136)
Q6, Q7, Q8 = np.float32(0.055688969790935516), np.float32(-0.11655523627996445), np.float32(0.06197400018572807)
Q9, Q10 = np.float32(0.036698129028081894), np.float32(-0.030977804213762283)


@inline
def exp32(x):  # type: ignore[no-untyped-def]
    """``exp(x)`` with x first limited to -87..88: ``2**k`` times a polynomial of degree 6."""
    x = EXP_LOW if x < EXP_LOW else x
    x = EXP_HIGH if x > EXP_HIGH else x
    k = np.floor(x * LOG2_E + E2)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = ((((E6 * r + E5) * r + E4) * r + E3) * r + E2) * r * r + r
    return (ONE + p) * power32(k)


@inline
def log32(x):  # type: ignore[no-untyped-def]
    """``log(x)`` of a positive normal x: exponent and a polynomial of degree 7 on 2/3..4/3."""
    exponent, mantissa = split32(x)
    f = mantissa - ONE
    p = (((((L7 * f + L6) * f + L5) * f + L4) * f + L3) * f + L2) * f
    return exponent * LN2 + (p * f + f)


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
