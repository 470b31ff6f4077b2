from __future__ import annotations

import matplotlib
import pytest
import synthetic

matplotlib.use("Agg")


@pytest.fixture(scope="session")
def results() -> synthetic.Results:
    return synthetic.Results(["baseline", "eradication", "us_demand"], n=3)


@pytest.fixture(scope="session")
def written(results: synthetic.Results, tmp_path_factory: pytest.TempPathFactory):
    from flowsim.reporting.report import write_results

    out = tmp_path_factory.mktemp("out")
    return out, write_results(results, out)
