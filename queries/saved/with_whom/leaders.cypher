// title: Who spoke for an actor on a day
// about: The offices of a state or body that were held on a day, as known.
// params: actor (actor) = BLR; on (date) = 2025-12-18
MATCH path = (person:Person)-[h:HOLDS_OFFICE]->(a:Actor {actor_id: $actor})
WHERE (h.valid_from IS NULL OR h.valid_from <= date($on)) AND (h.valid_to IS NULL OR h.valid_to > date($on))
RETURN person.name AS person, h.valid_from AS since, path
ORDER BY person, since
