"""What changes: the world, the levers of policy, the programmes behind them, the intents of agents."""
