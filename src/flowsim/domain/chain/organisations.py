"""A dozen exporting organisations as archetypes.

Weights are relative shares of exports about 2012-2016, by judgement from the maps of the DEA's National Drug Threat
Assessments; they are not forecasts of the named groups.
"""

from __future__ import annotations

from flowsim.domain.chain.organisation import Organisation
from flowsim.domain.codes import DRUGS

_BC, _SON, _CHI, _COA, _NL, _TAM = (
    "Baja California",
    "Sonora",
    "Chihuahua",
    "Coahuila",
    "Nuevo Leon",
    "Tamaulipas",
)


def archetypes() -> dict[str, Organisation]:
    """Organisations by short name; ids are stable and address random draws.

    Columns: name, label, latitude, longitude, laboratories, plazas, allies, then weights in exports of heroin,
    fentanyl, methamphetamine, cocaine and marijuana.
    """
    sin, jal, mich, dur, baja = "lab_sinaloa", "lab_jalisco", "lab_michoacan", "lab_durango", "lab_baja"
    rows: list[tuple[str, str, float, float, str, list[str], list[str], tuple[float, ...]]] = [
        ("sinaloa", "Sinaloa", 24.8, -107.4, sin, [_BC, _SON, _CHI], ["gulf", "independents"], (34, 45, 44, 42, 34)),
        ("jalisco", "Jalisco New Generation", 20.7, -103.3, jal, [_BC], ["independents"], (10, 25, 25, 10, 4)),
        ("beltran_leyva", "Beltran Leyva", 25.8, -108.9, sin, [_SON], ["zetas", "juarez"], (12, 5, 4, 12, 10)),
        ("juarez", "Juarez", 28.6, -106.1, dur, [_CHI], ["zetas", "beltran_leyva"], (9, 3, 0, 9, 13)),
        ("tijuana", "Tijuana", 32.5, -117.0, baja, [_BC], ["jalisco"], (5, 5, 4, 5, 5)),
        ("zetas", "Zetas", 27.5, -99.5, dur, [_TAM, _COA, _NL], ["beltran_leyva", "juarez"], (5, 2, 0, 11, 11)),
        ("gulf", "Gulf", 25.9, -97.5, dur, [_TAM], ["sinaloa"], (5, 2, 0, 11, 15)),
        ("familia_michoacana", "Familia Michoacana", 18.9, -100.7, mich, [], ["gulf"], (4, 3, 7, 0, 2)),
        ("knights_templar", "Knights Templar", 19.1, -102.4, mich, [], ["gulf"], (3, 3, 12, 0, 2)),
        ("guerreros_unidos", "Guerreros Unidos", 18.3, -99.5, mich, [], ["jalisco"], (6, 3, 0, 0, 0)),
        ("rojos", "Rojos", 17.6, -99.5, mich, [], ["gulf"], (4, 2, 0, 0, 0)),
        ("independents", "Independents", 27.0, -109.4, "lab_sonora", [], ["sinaloa", "jalisco"], (3, 2, 4, 0, 4)),
    ]
    return {
        name: Organisation(
            id=i + 1,
            label=label,
            home_lat=lat,
            home_lon=lon,
            lab_region=lab,
            plazas=list(plazas),
            allies=list(allies),
            **dict(zip(DRUGS, map(float, weights), strict=True)),
        )
        for i, (name, label, lat, lon, lab, plazas, allies, weights) in enumerate(rows)
    }
