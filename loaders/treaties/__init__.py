"""Tables of alliances and memberships, as their projects publish them, read into dated facts."""

from detente.loaders.treaties.facts import read_pacts, read_treaty_table
from detente.loaders.treaties.pacts import Pact

__all__ = ["Pact", "read_pacts", "read_treaty_table"]
