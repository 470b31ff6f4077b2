"""What changes: the world, the levers of policy, the intents of agents."""
