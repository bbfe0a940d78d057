"""Pictures of answers: how two actors get on, the camps, who is friendly to whom."""

from detente.pictures.camps import camp_map
from detente.pictures.heat import heat_map
from detente.pictures.picture import Picture
from detente.pictures.timeline import dyad_timeline

__all__ = ["Picture", "camp_map", "dyad_timeline", "heat_map"]
