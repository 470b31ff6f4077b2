"""Roads, then the border: the chance that a load is caught on its way, rounded as numpy rounds."""

from __future__ import annotations

from flowsim.kernels.jit import exact

AT_PORTS, BETWEEN, PLAIN = 0, 1, 2
TINY = 1e-300


@exact
def meet(post, row, at_ports, between, plain, kind, roads, chance, on_road):  # type: ignore[no-untyped-def]
    """Chance that a load is caught on roads or at the border, and the share of it on roads.

    Parameters
    ----------
    post, row : (C,) int64
        Which of the next three arrays holds the chance at the border of a corridor, and its row there.
    at_ports, between : (D, row, L)
    plain : (row, L)
        The same for all drugs.
    kind : (C,) int64
    roads : (D, kind, L)
        Chance on roads by kind of corridor.
    chance, on_road : (D, C, L)
        Overwritten.
    """
    drugs, ways, lanes = chance.shape
    for d in range(drugs):
        for c in range(ways):
            if post[c] == AT_PORTS:
                here = at_ports[d, row[c]]
            elif post[c] == BETWEEN:
                here = between[d, row[c]]
            else:
                here = plain[row[c]]
            road, both, share = roads[d, kind[c]], chance[d, c], on_road[d, c]
            for lane in range(lanes):
                caught = 1.0 - (1.0 - here[lane]) * (1.0 - road[lane])
                both[lane] = caught
                share[lane] = road[lane] / max(caught, TINY)
