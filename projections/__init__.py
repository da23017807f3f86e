"""One module for each read model."""
