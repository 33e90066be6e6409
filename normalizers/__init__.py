"""Strings to values: pure functions that know no documents."""
