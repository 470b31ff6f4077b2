"""Where compiled code is kept: one folder per source file of kernels, named by what the code depends on.

numba keys its cache on the path of the kernel's file and on that file alone, so that an edited callee in another file
would be served stale, and a copy of flowsim elsewhere would compile everything again. Here a folder is named by a hash
of the file, of all kernel sources that it imports, of numba, Python and the processor: an edit compiles only what
depends on it, and every installation of the same version finds the same code.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

HERE = Path(__file__).parent
KEEP_DAYS = 30.0
IMPORTS = re.compile(r"^from flowsim\.kernels(?:\.(\w+))? import (\([^)]*\)|[^\n]*)", re.MULTILINE)
KERNEL = re.compile(r"^@(kernel|exact)$", re.MULTILINE)


@cache
def source(file: Path) -> str:
    """The text of a file as it was when first read, as the process has it in memory."""
    return file.read_text()


@cache
def imported(path: Path) -> frozenset[Path]:
    """The file and all files of kernels that it imports, directly or not."""
    found, new = {path}, [path]
    while new:
        for module, names in IMPORTS.findall(source(new.pop())):
            for name in (module,) if module else re.findall(r"\w+", names):
                file = HERE / f"{name}.py"
                if file not in found and file.exists():
                    found.add(file)
                    new.append(file)
    return frozenset(found)


def processor() -> str:
    """The processor compiled for."""
    return str(getattr(numba.config, "CPU_NAME", None) or platform.machine())


@cache
def source_hash(path: Path, target: str) -> str:
    """Sixteen hex digits that change with any source a kernel of this file needs, numba, Python or the processor."""
    digest = hashlib.sha256()
    for file in sorted(imported(path), key=lambda one: one.name):
        digest.update(file.name.encode() + b"\0" + source(file).encode() + b"\0")
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
    roots = [Path(os.environ["FLOWSIM_CACHE"])] if os.environ.get("FLOWSIM_CACHE") else []
    with contextlib.suppress(RuntimeError):  # no home folder
        roots.append(user_cache() / "flowsim")
    for root in roots:
        if writable(root / "kernels"):
            sweep(root / "kernels")
            return root / "kernels"
    return Path(tempfile.mkdtemp(prefix="flowsim-")) / "kernels"


def sweep(folder: Path, days: float = KEEP_DAYS) -> None:
    """Remove compiled code that nobody has used for ``days`` days."""
    with contextlib.suppress(OSError):
        for one in folder.iterdir():
            if one.is_dir() and one.stat().st_mtime < time.time() - 86400 * days:
                shutil.rmtree(one, ignore_errors=True)


CACHE = cache_folder()


def folder_of(path: Path) -> Path:
    """The folder for the kernels of one source file."""
    return CACHE / f"{path.stem}-{source_hash(path, processor())}"


def cold() -> bool:
    """Whether most sources of kernels have no compiled code yet."""
    if numba.config.DISABLE_JIT:
        return False
    files = [file for file in HERE.glob("*.py") if KERNEL.search(source(file))]
    return sum(any(folder_of(file).glob("*.nbi")) for file in files) < len(files) / 2


class Folder(_CacheLocator):  # type: ignore[misc]
    """Tells numba our folder; the folder's name says all there is to say about freshness."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file, self.folder = file, folder_of(Path(file))
        self.line = function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, py_func: Callable[..., Any], py_file: str) -> Folder:
        """The place for this function; one that is used again counts as new."""
        self = cls(py_func, py_file)
        with contextlib.suppress(OSError):
            os.utime(self.folder)
        return self

    def get_cache_path(self) -> str:
        """The folder."""
        return str(self.folder)

    def get_source_stamp(self) -> str:
        """What the code depends on, as the folder's name says."""
        return self.folder.name

    def get_disambiguator(self) -> str:
        """The line where the function begins tells those of one name apart."""
        return str(self.line)


class Located(CompileResultCacheImpl):  # type: ignore[misc]
    """numba's way of writing compiled code, in our folder."""

    _locator_classes = (Folder,)


class Kept(FunctionCache):  # type: ignore[misc]
    """numba's cache in our folder, safe for several processes that fill it at once.

    Two that compile one kernel for different arguments may choose the same file; the code found there is used only if
    it was made for the arguments asked for.
    """

    _impl_class = Located

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The code for these arguments, None if there is none."""
        found = super().load_overload(sig, target_context)
        return found if found is None or tuple(found.signature.args) == tuple(sig) else None
