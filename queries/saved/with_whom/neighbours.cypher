// title: What surrounds an actor since a day
// about: Everything that happened between an actor and others, or was reported, since a day.
// params: actor (actor) = BLR; since (date) = 2022-01-01; limit (number) = 100
MATCH path = (a:Actor {actor_id: $actor})-[r]-(b:Actor)
WHERE r.relation_id IS NOT NULL AND r.plover IS NOT NULL
  AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) >= date($since)
RETURN path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
