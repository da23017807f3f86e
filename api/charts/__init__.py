"""Charts: pure functions from rows to coordinates; templates hold the markup."""
