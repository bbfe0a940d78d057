// title: What two actors do to each other again and again
// about: Types of acts by how often they came back, with the last day: the base rate of what may come next, and no forecast.
// params: left (actor) = USA; right (actor) = BLR; limit (number) = 30
MATCH (a:Actor {actor_id: $left})-[r]-(b:Actor {actor_id: $right})
WHERE r.quad IS NOT NULL AND r.modality IN ['actual', 'ongoing', 'past_background']
WITH startNode(r).name AS who, type(r) AS what, coalesce(r.valid_from, r.reported_on) AS day
RETURN who, what, count(*) AS times, count(DISTINCT day) AS days, min(day) AS first, max(day) AS last
ORDER BY times DESC, last DESC, who, what
LIMIT $limit
