"""Words and facts: codes, parameters, errors, calendar, network. No numba, no mesa, no hydra."""
