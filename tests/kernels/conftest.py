"""Shared by the kernel tests: how many random examples a twin test tries."""

from __future__ import annotations

import numba
from hypothesis import HealthCheck, settings

settings.register_profile(
    "kernels",
    max_examples=12 if numba.config.DISABLE_JIT else 60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("kernels")
