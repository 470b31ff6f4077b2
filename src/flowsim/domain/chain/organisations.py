"""A dozen exporting organisations as archetypes.

Weights are relative shares of exports about 2012-2016, by judgement from the maps of the DEA's National Drug Threat
Assessments; they are not forecasts of the named groups.
"""

from __future__ import annotations

from flowsim.domain.chain.organisation import Organisation

_BC, _SON, _CHI, _COA, _NL, _TAM = (
    "Baja California",
    "Sonora",
    "Chihuahua",
    "Coahuila",
    "Nuevo Leon",
    "Tamaulipas",
)


def archetypes() -> dict[str, Organisation]:
    """Organisations by short name; ids are stable and address random draws."""
    rows = [
        ("sinaloa", "Sinaloa", 24.8, -107.4, "lab_sinaloa", [_BC, _SON, _CHI], 34.0, 45.0),
        ("jalisco", "Jalisco New Generation", 20.7, -103.3, "lab_jalisco", [_BC], 10.0, 25.0),
        ("beltran_leyva", "Beltran Leyva", 25.8, -108.9, "lab_sinaloa", [_SON], 12.0, 5.0),
        ("juarez", "Juarez", 28.6, -106.1, "lab_durango", [_CHI], 9.0, 3.0),
        ("tijuana", "Tijuana", 32.5, -117.0, "lab_baja", [_BC], 5.0, 5.0),
        ("zetas", "Zetas", 27.5, -99.5, "lab_durango", [_TAM, _COA, _NL], 5.0, 2.0),
        ("gulf", "Gulf", 25.9, -97.5, "lab_durango", [_TAM], 5.0, 2.0),
        ("familia_michoacana", "Familia Michoacana", 18.9, -100.7, "lab_michoacan", [], 4.0, 3.0),
        ("knights_templar", "Knights Templar", 19.1, -102.4, "lab_michoacan", [], 3.0, 3.0),
        ("guerreros_unidos", "Guerreros Unidos", 18.3, -99.5, "lab_michoacan", [], 6.0, 3.0),
        ("rojos", "Rojos", 17.6, -99.5, "lab_michoacan", [], 4.0, 2.0),
        ("independents", "Independents", 27.0, -109.4, "lab_sonora", [], 3.0, 2.0),
    ]
    return {
        name: Organisation(
            id=i + 1,
            label=label,
            home_lat=lat,
            home_lon=lon,
            lab_region=lab,
            plazas=list(plazas),
            heroin=heroin,
            fentanyl=fentanyl,
        )
        for i, (name, label, lat, lon, lab, plazas, heroin, fentanyl) in enumerate(rows)
    }
