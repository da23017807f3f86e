"""Speed and memory of the store, each beside the raw operation of the same run."""
