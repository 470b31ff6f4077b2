"""``python -m flowsim.cli``: the same as ``flowsim``."""

from flowsim.cli.entry import main

main()
