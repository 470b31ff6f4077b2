"""The one decorator of the kernels, and the folder where compiled code is kept.

numba keys its cache on the file of the kernel alone, so an edited callee in another file would be served stale. The
cache folder is therefore named by a hash of every kernel source, the numba version and the processor. If a folder
cannot be written numba silently falls back to ``__pycache__`` beside the source, where stale callees live; so the
folder is tested first and a temporary one is the last resort.

``error_model="numpy"`` keeps a zero-division branch out of every loop, ``fastmath={"contract"}`` allows fused
multiply-add and nothing else: ``fastmath=True`` gives wrong counts in this code.

On Intel processors with AVX-512 LLVM prefers 256-bit registers; lanes run up to 1.4 times faster with 512, so that
preference is switched off unless ``NUMBA_CPU_NAME`` or ``NUMBA_CPU_FEATURES`` say what to use.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
from numba.core.caching import FunctionCache

F = TypeVar("F", bound=Callable[..., Any])

FLAGS: dict[str, Any] = {"error_model": "numpy", "fastmath": {"contract"}, "nogil": True, "no_cfunc_wrapper": True}
ROUNDED = FLAGS | {"fastmath": False}
PREFIX = "kernels-"
KEEP_DAYS = 30.0


def sources_hash() -> str:
    """Sixteen hex digits that change with any kernel source, numba, Python or the target processor."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    target = str(getattr(numba.config, "CPU_NAME", None) or platform.machine())
    for word in (numba.__version__, platform.python_version(), target):
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """The user's cache folder of this operating system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def writable(folder: Path) -> bool:
    """Whether a file can really be made in ``folder`` (made if missing)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder() -> Path:
    """Where compiled kernels go: ``FLOWSIM_CACHE``, else the user's cache folder, else a temporary one."""
    name = PREFIX + sources_hash()
    roots = [Path(os.environ["FLOWSIM_CACHE"])] if os.environ.get("FLOWSIM_CACHE") else []
    with contextlib.suppress(RuntimeError):  # no home folder
        roots.append(user_cache() / "flowsim")
    for root in roots:
        if writable(root / name):
            sweep(root, keep=name)
            return root / name
    return Path(tempfile.mkdtemp(prefix="flowsim-")) / name


def sweep(root: Path, keep: str, days: float = KEEP_DAYS) -> None:
    """Remove compiled code of other sources from ``root`` that nobody has used for ``days`` days."""
    try:
        os.utime(root / keep)
        for folder in root.glob(PREFIX + "*"):
            if folder.name != keep and folder.is_dir() and folder.stat().st_mtime < time.time() - 86400 * days:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return


CACHE = cache_folder()


def cold() -> bool:
    """Whether no kernel is compiled yet, of those that are going to be."""
    return not numba.config.DISABLE_JIT and next(CACHE.rglob("*.nbi"), None) is None


class Kept(FunctionCache):  # type: ignore[misc]
    """numba's cache, safe for several processes that fill it at once.

    Two that compile one kernel for different arguments may choose the same file; the code found there is used only if
    it was made for the arguments asked for.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The code for these arguments, None if there is none."""
        found = super().load_overload(sig, target_context)
        return found if found is None or tuple(found.signature.args) == tuple(sig) else None


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
    """Compile a kernel on first use and keep the machine code on disk.

    numba reads its cache folder when a function is decorated, so it is set for that moment only and other users of
    numba in the process keep theirs.
    """
    return compiled(function, FLAGS)


def exact(function: F) -> F:
    """A kernel that rounds every operation: in place of a run of numpy calls it gives the same bits."""
    return compiled(function, ROUNDED)


def compiled(function: F, flags: dict[str, Any]) -> F:
    """The function as numba compiles it, kept in our cache folder."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(CACHE)
    try:
        dispatcher = numba.njit(function, **flags)
        if not numba.config.DISABLE_JIT:
            dispatcher._cache = Kept(function)
        return dispatcher  # type: ignore[no-any-return]
    finally:
        numba.config.CACHE_DIR = before


def inline(function: F) -> F:
    """A function whose body is copied into the kernels that call it, so that their loops still vectorise."""
    return numba.njit(function, inline="always", **FLAGS)  # type: ignore[no-any-return]
