"""The command line: hydra, with our own help and one clear line for every mistake."""

from flowsim.cli.entry import main

__all__ = ["main"]
