// title: Words and deeds of two actors by month, both ways apart
// about: What level counts: verbal and material cooperation and conflict in each month, by who acts.
// params: left (actor) = USA; right (actor) = BLR
MATCH (a:Actor {actor_id: $left})-[r]-(b:Actor {actor_id: $right})
WHERE r.quad IS NOT NULL
  AND (r.modality IN ['actual', 'ongoing', 'past_background'] OR (r.modality = 'threatened' AND r.plover = 'THREATEN'))
WITH coalesce(r.valid_from, r.reported_on) AS day, startNode(r).name AS who, r.quad AS quad
WHERE day IS NOT NULL
RETURN day.year AS year, day.month AS month, who,
  sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS cooperation_words,
  sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS cooperation_deeds,
  sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS conflict_words,
  sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS conflict_deeds
ORDER BY year, month, who
