"""The chance that a load is caught on its way, on roads and at the border, and what senders make of it over years.

Rounded as numpy rounds.
"""

from __future__ import annotations

from flowsim.kernels.jit import exact

AT_PORTS, BETWEEN, PLAIN = 0, 1, 2
TINY = 1e-300
LEAST, MOST = 0.7, 3.0  # of the premium


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


@exact
def remember_risk(risk, smoothing, decisions, smooth, reference, premium):  # type: ignore[no-untyped-def]
    """The learned risk over that of 2012, from its slow mean.

    Parameters
    ----------
    risk : (D, L)
        Mean learned chance of seizure.
    smoothing : (L,)
        Part of the way that the slow mean moves.
    decisions : int
        Decisions that the reference is the mean of, this one among them; 0 once the reference stays.
    smooth, reference : (D, L)
        Slow mean, 0 before the first decision, and the risk of 2012; updated.
    premium : (D, L)
        Overwritten.
    """
    drugs, lanes = risk.shape
    for d in range(drugs):
        for lane in range(lanes):
            now, old, usual = risk[d, lane], smooth[d, lane], reference[d, lane]
            now = old + smoothing[lane] * (now - old) if old > 0.0 else now
            if decisions == 1:
                usual = now
            elif decisions > 1:
                usual += (now - usual) / decisions
            smooth[d, lane], reference[d, lane] = now, usual
            premium[d, lane] = min(max(now / usual, LEAST), MOST)
