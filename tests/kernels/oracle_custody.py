"""Slow twin of ``kernels/custody.py`` and of the shock it shares with removals: one lane, plain numbers."""

from __future__ import annotations

from scipy.stats import binom

from flowsim.kernels.draws import uniforms2
from flowsim.kernels.philox import EXTRADITIONS, RETURNS


def unsettle(lane, g, size, address):
    """Rise of homicide and split of one group; ``lane`` is a dict of plain things, changed in place."""
    key, process, week, event = address
    mine = {s: n for (group, s), n in lane["members"].items() if group == g and n > 0.0}
    if not mine:
        return 0
    home = max(mine, key=lambda s: mine[s])
    for s in mine:
        where = "home" if s == home else "elsewhere"
        lane["rise"][where, s] = lane["rise"].get((where, s), 0.0) + size * lane["shock"][where]
    chance = size * lane["shock"]["split"]
    if sum(mine.values()) < lane["shock"]["least"] or uniforms2(key, process, week, event, 1)[1] >= chance:
        return 1
    for half in lane["spare"]:
        empty = not any(n > 0.0 for (group, _), n in lane["members"].items() if group == half)
        if empty and lane["held"].get(half, 0) == 0:
            for s, n in mine.items():
                u = uniforms2(key, process, week, event, 10 + s)[0]
                part = 0.35 + 0.15 * u if s == home else 0.2 + 0.3 * u
                lane["members"][g, s] = n - part * n
                lane["members"][half, s] = part * n
            return 2
    return 1


def watch(lane, rule, key, week, numbers):
    """Extradited, returned and splits of a week."""
    out = {"sent": 0, "back": 0, "splits": 0}
    for g in sorted(lane["held"]):
        for kind, process in (("sent", EXTRADITIONS), ("back", RETURNS)):
            event = int(numbers[g])
            n = lane["held"][g]
            gone = int(binom.ppf(uniforms2(key, process, week, event, 0)[0], n, rule[kind])) if n > 0 else 0
            if gone > 0:
                lane["held"][g] = n - gone
                out[kind] += gone
                done = unsettle(lane, g, gone * rule[f"{kind}_size"], (key, process, week, event))
                out["splits"] += done == 2
    return out
