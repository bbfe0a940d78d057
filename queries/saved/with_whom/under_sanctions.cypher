// title: Whose sanctions an actor is under, and who is under its own
// about: The last day on or before the day given on which sanctions were told to be imposed, eased, lifted. No lifting since is all that "in force" means here, and tables code an easing and a lifting alike.
// params: actor (actor) = BLR; on (date) = 2025-12-18
MATCH (a:Actor {actor_id: $actor})-[r:IMPOSED_SANCTIONS_ON|EASED_SANCTIONS_ON|LIFTED_SANCTIONS_ON]-(b:Actor)
WHERE r.modality IN ['actual', 'ongoing', 'past_background'] AND coalesce(r.valid_from, r.reported_on) <= date($on)
WITH startNode(r).name AS by, endNode(r).name AS against, type(r) AS kind, coalesce(r.valid_from, r.reported_on) AS day
WITH by, against,
  max(CASE WHEN kind = 'IMPOSED_SANCTIONS_ON' THEN day END) AS imposed,
  max(CASE WHEN kind = 'EASED_SANCTIONS_ON' THEN day END) AS eased,
  max(CASE WHEN kind = 'LIFTED_SANCTIONS_ON' THEN day END) AS lifted,
  count(*) AS events
WHERE lifted IS NULL OR (imposed IS NOT NULL AND imposed > lifted)
RETURN by, against, imposed, eased, lifted, events
ORDER BY by, against
