"""A whole rollout that never happened, made from one random seed, with the truth about it."""
