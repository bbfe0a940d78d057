"""The questions about alliances that are answered from many acts, each with its evidence."""
