"""Slow twin of ``kernels/vigilance.py``: numpy, one operation after the other."""

from __future__ import annotations

import numpy as np


def watch(banks, means, rules, push):
    """State of banks after a decision, by name."""
    goal = means.usual * push.analysts * push.fined
    analysts = banks.analysts + (goal - banks.analysts) * rules.hires
    tired = np.minimum(np.floor(banks.wait_weeks), 4.0) / 2.0
    alerts = np.maximum(means.customers * push.alerts / 4.0, 1e-9)
    covered = np.minimum(analysts * rules.alerts_per_week / alerts, 1.0)
    joins = (means.appetite[:, None] <= push.reach) | (means.sharing[:, None] > 0.0)
    return {
        "analysts": analysts,
        "strength": rules.score_strength * means.seen * means.known,
        "skill": rules.analyst_strength * (1.0 - rules.fatigue * tired) * push.feedback,
        "coverage": np.where(means.seen > 0.0, covered, 0.0),
        "member": banks.member + rules.join_speed * (joins - banks.member),
        "kappa": np.maximum(means.seen, 1e-6),
        "fine": np.broadcast_to(rules.fine * push.fines, means.seen.shape),
        "found": np.minimum(rules.found * means.supervision * push.supervision, 1.0),
    }


def part(business, appetite, watch, kept, segments, customers, weeks):
    """Share of segments that is kept, and customers let go a week."""
    after, gone, expected = [], 0.0, watch.fine * watch.found * business.fined
    for segment, before in enumerate(kept):
        cost = 13.0 * (business.alert_usd + business.risk[segment] * expected)
        costly = cost > business.margin_usd[segment] * (1.0 + appetite[:, None])
        move = np.where(costly, -business.leave, business.take_back)
        after.append(np.clip(before * (1.0 + move), 0.05, 1.0))
        gone = gone + np.maximum(before - after[-1], 0.0) * segments[segment]
    return np.stack(after), gone * customers / weeks
