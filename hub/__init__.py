"""The core: the published language, the log and what is computed from it."""
