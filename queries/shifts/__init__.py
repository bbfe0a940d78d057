"""When two actors turned towards or away from each other, how sure that is, and what drove it."""

from detente.queries.shifts.answer import Shift, Shifts, shifts
from detente.queries.shifts.drivers import Driver
from detente.queries.shifts.flipping import flipping
from detente.queries.shifts.series import Events, events_of

__all__ = ["Driver", "Events", "Shift", "Shifts", "events_of", "flipping", "shifts"]
