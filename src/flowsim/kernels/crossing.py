"""Interim load kernel (scalar)."""

from __future__ import annotations
from typing import NamedTuple
import numpy as np
from flowsim.kernels.draws import binomial, normal, poisson, uniforms2
from flowsim.kernels.jit import kernel
from flowsim.kernels.vmath import vexp


class Loads(NamedTuple):
    send_kg: np.ndarray
    stock_kg: np.ndarray
    share: np.ndarray
    p_inspect: np.ndarray
    mean_load_kg: np.ndarray
    sigma: np.ndarray


class Address(NamedTuple):
    keys: np.ndarray
    week: int
    sender: np.ndarray
    number: np.ndarray
    count: int
    size: int


class Crossed(NamedTuple):
    sent_kg: np.ndarray
    passed_kg: np.ndarray
    seized_kg: np.ndarray
    delivered_kg: np.ndarray
    loads: np.ndarray
    hits: np.ndarray


@kernel
def cross(a, ad, o):
    K, D, C, L = a.share.shape
    o.seized_kg[:] = 0.0
    o.delivered_kg[:] = 0.0
    P = np.empty(C)
    S = np.empty(C)
    for k in range(K):
        for d in range(D):
            for l in range(L):
                tp = 0.0
                ts = 0.0
                for c in range(C):
                    P[c] = 0.0
                    S[c] = 0.0
                    o.loads[k, d, c, l] = 0.0
                    o.hits[k, d, c, l] = 0.0
                    lam = a.send_kg[k, d, l] * a.share[k, d, c, l] / a.mean_load_kg[d, c, l]
                    if lam > 0.0:
                        e = (ad.sender[k] << np.uint64(20)) | np.uint64(d << 16) | ad.number[c]
                        u, v = uniforms2(ad.keys[l], np.uint64(ad.count), np.uint64(ad.week), e, np.uint64(0))
                        n = poisson(u, lam)
                        h = binomial(v, n, a.p_inspect[d, c, l])
                        o.loads[k, d, c, l] = n
                        o.hits[k, d, c, l] = h
                        for j in range(int(n)):
                            w, _ = uniforms2(ad.keys[l], np.uint64(ad.size), np.uint64(ad.week), e, np.uint64(j + 1))
                            s = a.sigma[d, l]
                            kg = a.mean_load_kg[d, c, l] * vexp(s * normal(w) - 0.5 * s * s)
                            if j < h:
                                S[c] += kg
                            else:
                                P[c] += kg
                        tp += P[c]
                        ts += S[c]
                sent = tp + ts
                f = min(1.0, a.stock_kg[k, d, l] / sent) if sent > 0.0 else 1.0
                o.sent_kg[k, d, l] = sent * f
                o.passed_kg[k, d, l] = tp * f
                for c in range(C):
                    o.seized_kg[d, c, l] += S[c] * f
                    o.delivered_kg[d, c, l] += P[c] * f
