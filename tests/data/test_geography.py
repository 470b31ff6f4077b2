"""The network of places."""

from __future__ import annotations

import numpy as np
import pytest

from flowsim.data.geography import DIVISIONS, SECTOR_STATE, load_network
from flowsim.domain.codes import MODES, Mode
from flowsim.domain.errors import UserError

KINDS = ("divisions", "states")
PLACES = ("poppy", "lab_regions", "seaports", "ports", "sectors", "markets")


def test_counts_of_places():
    network = load_network()
    assert (len(network.ports), len(network.sectors), len(network.corridors)) == (26, 9, 101)
    assert (len(network.markets), len(load_network("states").markets)) == (9, 51)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PLACES)
def test_places_are_whole(kind, name):
    places = getattr(load_network(kind), name)
    assert len(set(places.ids)) == len(places) == len(places.names) > 0
    for array in (places.lat, places.lon, places.weight):
        assert array.shape == (len(places),)
        assert array.dtype == np.float64
        assert np.isfinite(array).all()
    assert ((places.lat > 10.0) & (places.lat < 72.0)).all()
    assert ((places.lon > -180.0) & (places.lon < -60.0)).all()
    assert (places.weight > 0.0).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["poppy", "lab_regions", "seaports", "sectors", "markets"])
def test_weights_add_up_to_1(kind, name):
    np.testing.assert_allclose(getattr(load_network(kind), name).weight.sum(), 1.0, rtol=1e-12)


def test_corridors_are_addressed_by_unique_numbers():
    corridors = load_network().corridors
    assert len(set(corridors.ids)) == len(set(corridors.number.tolist())) == len(corridors)
    assert (corridors.number >= 0).all()
    np.testing.assert_array_equal(corridors.number, load_network("states").corridors.number)


def test_every_mode_has_corridors_and_its_openings_add_up_to_1():
    corridors = load_network().corridors
    sums = np.bincount(corridors.mode, weights=corridors.openings, minlength=len(MODES))
    np.testing.assert_allclose(sums, 1.0, rtol=1e-12)
    assert (corridors.openings > 0.0).all()


def test_a_corridor_is_at_a_port_or_in_a_sector_or_neither():
    network = load_network()
    corridors = network.corridors
    land = corridors.mode <= Mode.RAIL
    between = np.isin(corridors.mode, [Mode.FOOT_BETWEEN_PORTS, Mode.VEHICLE_BETWEEN_PORTS, Mode.TUNNEL])
    np.testing.assert_array_equal(corridors.port >= 0, land)
    np.testing.assert_array_equal(corridors.sector >= 0, between)
    assert set(corridors.sector[between]) == set(range(len(network.sectors)))


def test_every_port_but_one_that_opened_later_has_corridors():
    network = load_network()
    used = set(network.corridors.port.tolist())
    without = [name for row, name in enumerate(network.ports.names) if row not in used]
    assert without == ["Boquillas"]


def test_names_of_corridors_say_place_and_mode():
    network = load_network()
    corridors = network.corridors
    for name, mode, port in zip(corridors.ids, corridors.mode, corridors.port, strict=True):
        if port >= 0:
            assert name == f"{network.ports.ids[port]}.{MODES[mode]}"
    assert {"2304.commercial_truck", "rio_grande_valley.foot_between_ports", "tunnel.san_diego", "mail"} <= set(
        corridors.ids
    )


def test_land_corridors_have_a_state_and_ports_a_field_office():
    corridors = load_network().corridors
    for mode, state, office in zip(corridors.mode, corridors.state, corridors.office, strict=True):
        assert (state == "") == (mode == Mode.MAIL)
        assert (office != "") == (mode <= Mode.RAIL)
    assert set(corridors.state) - {""} == set(SECTOR_STATE.values())
    assert set(corridors.office) - {""} == {"san_diego", "tucson", "el_paso", "laredo"}


def test_divisions_hold_every_state_once():
    members = [state for _, _, states in DIVISIONS.values() for state in states]
    assert len(members) == len(set(members)) == 51
    assert set(members) == set(load_network("states").markets.ids)


def test_a_division_weighs_what_its_states_weigh():
    divisions, states = load_network(), load_network("states")
    weight = dict(zip(states.markets.ids, states.markets.weight, strict=True))
    for row, name in enumerate(divisions.markets.ids):
        want = sum(weight[state] for state in DIVISIONS[name][2])
        np.testing.assert_allclose(divisions.markets.weight[row], want, rtol=1e-12)
        assert divisions.powder[row] == DIVISIONS[name][1]


def test_an_index_finds_its_place():
    network = load_network()
    assert network.markets.ids[network.index("markets", "pacific")] == "pacific"


def test_unknown_markets_are_a_mistake_of_the_user():
    with pytest.raises(UserError, match="did you mean 'states'"):
        load_network("state")
