// title: Month by month, how two actors get on
// about: Events of a pair counted by month and quad class (1, 2 cooperation; 3, 4 conflict; words, deeds).
// params: left (actor) = USA; right (actor) = BLR
MATCH (a:Actor {actor_id: $left})-[r]-(b:Actor {actor_id: $right})
WHERE r.quad IS NOT NULL
  AND (r.modality IN ['actual', 'ongoing', 'past_background'] OR (r.modality = 'threatened' AND r.plover = 'THREATEN'))
WITH coalesce(r.valid_from, r.reported_on) AS day, r.quad AS quad
WHERE day IS NOT NULL
RETURN day.year AS year, day.month AS month, quad, count(*) AS events
ORDER BY year, month, quad
