"""Reads a Jira, Cloud or Data Center: issues with their whole history."""
