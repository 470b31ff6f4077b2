"""What follows from a lever and parameters: worked out anew where the lever has moved."""

from __future__ import annotations

from collections.abc import Callable

from flowsim.domain.network import Floats


class Kept:
    """Function of one lever that remembers its last value; parameters must not change.

    Parameters
    ----------
    work : callable
        From the lever, (L,), to an array.
    """

    def __init__(self, work: Callable[[Floats], Floats]) -> None:
        self.work = work
        self.seen = b""

    def __call__(self, lever: Floats) -> Floats:
        """The value for ``lever (L,)``; not to be written to."""
        now = lever.tobytes()
        if now != self.seen:
            self.seen, self.value = now, self.work(lever)
        return self.value
