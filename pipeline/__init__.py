"""From files to the store: reading, running, loading, asking."""
