"""Slow twins of ``kernels/synthesis.py``: one maker and lane at a time, plain floats and lists."""

from __future__ import annotations

from math import ceil

from flowsim.kernels.draws import LAB_BUILD, LAB_RAID, binomial, poisson, uniforms2


def laboratories(labs, plan, capacity, *, build_weeks, hazard, u_raid, u_build):
    """Laboratories after raids, openings and closures, and how many were raided."""
    raided = float(binomial(u_raid, labs, min(hazard, 1.0))) if labs > 0.0 else 0.0
    wanted = ceil(1.2 * plan / capacity)
    left = labs - raided
    missing = wanted - left
    if missing > 0.0:
        return left + min(float(poisson(u_build, missing / build_weeks)), missing), raided
    return left - (1.0 if -missing > 0.5 * wanted + 1.0 else 0.0), raided


def dice(key, week, number, drug):
    """Uniforms of one maker's raids and openings."""
    entity = (int(number) << 20) + (drug << 16)
    return tuple(float(uniforms2(key, process, week, entity, 0)[0]) for process in (LAB_RAID, LAB_BUILD))


def boil_gum(stock, labs, raided, heroin):
    """Heroin is what the gum allows; raids take their share of the week."""
    lost = heroin * raided / labs if labs > 0.0 else 0.0
    return {"produced_kg": heroin, "lost_kg": lost, "stock_kg": stock + heroin - lost}


def cook(stock, labs, raided, plan, capacity, chemistries):
    """One drug from one or two chemistries, each bound by its own share of plan and capacity and its own precursor.

    ``chemistries`` lists (share of the plan, kg precursor per kg, kg held, mean use); returns the product and one
    table by chemistry.
    """
    hit = raided / labs if labs > 0.0 else 0.0
    made, out = 0.0, []
    for split, per_kg, held, use_mean in chemistries:
        seized = held * hit
        part = min(plan * split, (labs - raided) * capacity * split, (held - seized) / per_kg)
        made += part
        out.append(
            {
                "precursor_lost_kg": seized,
                "precursor_used_kg": part * per_kg,
                "precursor_kg": max(held - seized - part * per_kg, 0.0),
                "precursor_use_mean": use_mean * 7.0 / 8.0 + plan * split * per_kg / 8.0,
            }
        )
    return {"produced_kg": made, "lost_kg": made * hit, "stock_kg": stock + made * (1.0 - hit)}, out


def replaced(before, loss, rate, foothold):
    """Share of one chemistry's foreign supply that has found other suppliers after a week of a loss."""
    if loss <= 0.0:
        return 0.0
    now = min(before, loss)
    return min(loss, now + rate * (now + foothold * loss) * (1.0 - now / loss))


def order(pipeline, stock, use, usual, *, cover, shipment, lead, cut):
    """One maker's week of orders of one chemistry: ``pipeline`` lists what arrives in 0, 1, 2, ... weeks."""
    arriving, later = pipeline[0], [*pipeline[1:], 0.0]
    lead = min(int(lead), len(pipeline) - 1)
    gap = (cover + lead) * use - stock - sum(later) - arriving
    wanted = max(0.0, use + gap / 4.0)
    if wanted < shipment:
        wanted = shipment if use > 0.0 and gap > 0.5 * cover * use else 0.0
    if cut > 0.01:
        wanted = min(wanted, (1.0 - cut) * usual)  # what the suppliers that are left can deliver
    else:
        usual = use
    later[lead - 1] += wanted
    return {"arriving_kg": arriving, "ordered_kg": wanted, "usual_kg": usual, "pipeline_kg": later}
