"""From a configuration to runs, results and comparisons."""
