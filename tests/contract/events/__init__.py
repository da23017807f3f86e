"""Stored bytes of every event ever released. They are never changed; new topics are added."""
