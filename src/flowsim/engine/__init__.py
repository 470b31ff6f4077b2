"""The model: phases in order, audit, recorder, observation, snapshot."""
