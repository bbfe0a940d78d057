// title: Since when and until when an actor deals with others
// about: The first and the last day of what is told between an actor and each other, with the number of events.
// params: actor (actor) = BLR; limit (number) = 100
MATCH (a:Actor {actor_id: $actor})-[r]-(b:Actor)
WHERE r.quad IS NOT NULL AND r.modality IN ['actual', 'ongoing', 'past_background']
WITH b.name AS other, coalesce(r.valid_from, r.reported_on) AS day
WHERE day IS NOT NULL
RETURN other, count(*) AS events, min(day) AS first, max(day) AS last
ORDER BY last DESC, events DESC, other
LIMIT $limit
