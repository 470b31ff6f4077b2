"""Compile ``crossing.c`` and call it on the kernel's own arguments."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from flowsim.kernels.crossing import Address, Crossed, Loads

FLAGS = [
    "-O3",
    "-march=native",
    "-mprefer-vector-width=512",
    "-ffp-contract=fast",
    "-fno-math-errno",
    "-fno-trapping-math",
]


def build() -> Callable[[Loads, Address, Crossed], None] | None:
    """The C version as a function, or None (said loudly) where there is no gcc."""
    if shutil.which("gcc") is None:
        print("\n!! no gcc here: THE C VERSION IS LEFT OUT !!\n")
        return None
    folder = tempfile.mkdtemp(prefix="flowsim-c-")
    library = Path(folder) / "crossing.so"
    source = Path(__file__).parent / "crossing.c"
    subprocess.run(["gcc", *FLAGS, "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
    function = ctypes.CDLL(str(library)).cross
    function.restype = None

    def cross(a: Loads, address: Address, out: Crossed) -> None:
        shape = np.array(a.rate.shape, np.int64)
        where = np.array([address.week, address.count, address.size], np.uint64)
        arrays = (shape, *a, address.keys, where, address.sender, address.number, *out)
        function(*(array.ctypes.data_as(ctypes.c_void_p) for array in arrays))

    return cross
