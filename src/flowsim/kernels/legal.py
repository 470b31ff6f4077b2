"""Legal account-months with an alert, drawn given that they have one.

Scores of the legal are N(0, 1), so the number of alerts among n accounts is Binomial(n, sf(cut)), and only those need
rows: the score from the tail, then the five normals behind it given the score. With the unit vector
``a = (kappa weight, sqrt(1 - kappa^2))`` they are ``z + a (score - a z)``, z five fresh normals.
"""

from __future__ import annotations

import math

import numpy as np

from flowsim.kernels.columns import describe, draw_uniforms, to_normals, write_block
from flowsim.kernels.inversion import BLOCK
from flowsim.kernels.jit import kernel
from flowsim.kernels.payments import rest, whole_dollars
from flowsim.kernels.philox import LEGAL_ALERTS
from flowsim.kernels.vmath import vlog

LEGAL, GROUP_BIT = 2**31, 2**18  # ids of legal rows: above any serial; alerts of a group and week below 2**18
SQRT_HALF = math.sqrt(0.5)


@kernel
def list_alerts(number, lane, out):  # type: ignore[no-untyped-def]
    """Groups and ids of a lane's legal alerts; returns how many are listed."""
    at, most = 0, out.usd.shape[1]
    for group in range(number.shape[0]):
        some = int(number[group, lane])
        for j in range(min(some, most - at)):
            out.cell[lane, at + j], out.id[lane, at + j] = group, LEGAL + group * GROUP_BIT + j
        at = min(at + some, most)
    return at


@kernel
def lay_tails(rule, lane, tail):  # type: ignore[no-untyped-def]
    """``tail (3, group)``: chance that a legal score is above the cut, kappa, weight of the noise."""
    for g in range(rule.segment.size):
        tail[0, g] = 0.5 * math.erfc(rule.cut[g, lane] * SQRT_HALF)
        tail[1, g] = rule.kappa[g, lane]
        tail[2, g] = rest(rule.kappa[g, lane])


@kernel
def condition(lane, rule, tail, cell, z):  # type: ignore[no-untyped-def]
    """Five fresh normals ``z[1:6]`` become those of rows whose scores are ``z[0]``."""
    w_0, w_1, w_2, w_3 = rule.weight[0, lane], rule.weight[1, lane], rule.weight[2, lane], rule.weight[3, lane]
    for i in range(BLOCK):
        kappa, noise = tail[1, cell[i]], tail[2, cell[i]]
        sum_ = w_0 * z[1, i] + w_1 * z[2, i] + w_2 * z[3, i] + w_3 * z[4, i]
        gap = kappa * (z[0, i] - (kappa * sum_ + noise * z[5, i]))
        z[1, i] += w_0 * gap
        z[2, i] += w_1 * gap
        z[3, i] += w_2 * gap
        z[4, i] += w_3 * gap


@kernel
def legal_rows(keys, week, number, rule, law, out):  # type: ignore[no-untyped-def]
    """Legal rows with an alert, as drawing all legal rows and keeping those above the cut would leave them.

    Parameters
    ----------
    keys : (L,) uint64
    week : int
        Not negative.
    number : (group, L) float64
        Alerts of each group: whole numbers up to 262,143, a draw of Binomial(legal accounts scored, sf(cut)).
    rule : payments.Rule
        Its cells are groups (bank and segment), at most 8,192; cuts up to 6.6.
    law : payments.Law
    out : Rows
        Overwritten. A group's alert keeps its draws whatever the numbers of other groups.
    """
    tail, draw, columns = np.empty((3, rule.segment.size)), np.empty((10, BLOCK)), np.empty((4, BLOCK))
    cell, entity, segment = np.zeros(BLOCK, np.int64), np.zeros(BLOCK, np.uint64), np.zeros(BLOCK, np.int64)
    usd = np.empty(BLOCK)
    for lane in range(keys.size):
        lay_tails(rule, lane, tail)
        listed = list_alerts(number, lane, out)
        for start in range(0, listed, BLOCK):
            size = min(BLOCK, listed - start)
            for i in range(size):
                cell[i], entity[i] = int(out.cell[lane, start + i]), np.uint64(out.id[lane, start + i])
                segment[i] = rule.segment[cell[i]]
            for slot in range(5):
                draw_uniforms(keys[lane], LEGAL_ALERTS, week, entity, slot, draw[2 * slot : 2 * slot + 2])
            for i in range(BLOCK):
                draw[0, i] *= tail[0, cell[i]]
            for z in range(6):
                to_normals(draw[z])
            for i in range(BLOCK):
                draw[0, i] = -draw[0, i]
            condition(lane, rule, tail, cell, draw)
            for i in range(BLOCK):
                s = segment[i]
                usd[i] = whole_dollars(np.float32(law.mu_usd[s, lane] + law.sd_usd[s, lane] * draw[1, i]))
                draw[8, i] = np.floor(-law.age_weeks[s, lane] * vlog(draw[8, i]))
            describe(law, lane, segment, usd, draw[2:5], draw[6:8], columns)
            write_block(out, lane, start, size, usd, columns)
            for i in range(size):
                out.score[lane, start + i], out.age_weeks[lane, start + i] = draw[0, i], draw[8, i]
        out.count[lane] = int(number[:, lane].sum())
