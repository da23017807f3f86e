"""A rollout that never happened, dated 2025: its files, its Jira, its people, and their player."""
