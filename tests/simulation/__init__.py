"""A rollout that never happened: made from a random seed, played into a hub, and scored."""
