"""One module per resource, JSON and page together."""
