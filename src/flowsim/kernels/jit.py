"""The decorators of the kernels.

``error_model="numpy"`` keeps a zero-division branch out of every loop, ``fastmath={"contract"}`` allows fused
multiply-add and nothing else: ``fastmath=True`` gives wrong counts in this code.

On Intel processors with AVX-512 LLVM prefers 256-bit registers; lanes run up to 1.4 times faster with 512, so that
preference is switched off unless ``NUMBA_CPU_NAME`` or ``NUMBA_CPU_FEATURES`` say what to use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba

from flowsim.kernels.keeping import Kept

F = TypeVar("F", bound=Callable[..., Any])

FLAGS: dict[str, Any] = {"error_model": "numpy", "fastmath": {"contract"}, "nogil": True, "no_cfunc_wrapper": True}
ROUNDED = FLAGS | {"fastmath": False}


def widen() -> None:
    """Let LLVM use registers of 512 bits where the processor has them; works before a process decorates anything."""
    config = numba.config
    if config.DISABLE_JIT or config.CPU_NAME is not None or config.CPU_FEATURES is not None:
        return
    features = llvm.get_host_cpu_features()
    if features.get("avx512f"):
        config.CPU_FEATURES = features.flatten() + ",-prefer-256-bit"


widen()


def kernel(function: F) -> F:
    """Compile a kernel on first use and keep the machine code on disk."""
    return compiled(function, FLAGS)


def exact(function: F) -> F:
    """A kernel that rounds every operation: in place of a run of numpy calls it gives the same bits."""
    return compiled(function, ROUNDED)


def compiled(function: F, flags: dict[str, Any]) -> F:
    """The function as numba compiles it, kept in our cache folder."""
    dispatcher = numba.njit(function, **flags)
    if not numba.config.DISABLE_JIT:
        dispatcher._cache = Kept(function)
    return dispatcher  # type: ignore[no-any-return]


def inline(function: F) -> F:
    """A function whose body is copied into the kernels that call it, so that their loops still vectorise."""
    return numba.njit(function, inline="always", **FLAGS)  # type: ignore[no-any-return]
