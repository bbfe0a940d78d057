// title: Everything between two actors
// about: The typed edges between two actors as a picture; click an edge for its quote, dates and sources.
// params: left (actor) = USA; right (actor) = BLR
MATCH path = (a:Actor {actor_id: $left})-[r]-(b:Actor {actor_id: $right})
WHERE r.relation_id IS NOT NULL
RETURN r.modality AS modality, path
ORDER BY coalesce(r.valid_from, r.reported_on), r.relation_id
