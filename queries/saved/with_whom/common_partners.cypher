// title: Through whom two actors are linked by cooperation
// about: Third parties that cooperate with both, in words or in deeds, by how often; of each the latest relation with either.
// params: left (actor) = USA; right (actor) = RUS; limit (number) = 50
MATCH (a:Actor {actor_id: $left})-[r]-(between:Actor)
WHERE r.quad IN [1, 2] AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND between.actor_id <> $left AND between.actor_id <> $right
WITH a, between, r ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
WITH a, between, count(r) AS with_left, head(collect(r)) AS r
MATCH (b:Actor {actor_id: $right})
MATCH (b)-[q]-(between)
WHERE q.quad IN [1, 2] AND q.modality IN ['actual', 'ongoing', 'past_background']
WITH a, r, with_left, between, b, q ORDER BY coalesce(q.valid_from, q.reported_on) DESC, q.relation_id
WITH a, r, with_left, between, b, count(q) AS with_right, head(collect(q)) AS q
WITH *, CASE WHEN with_left < with_right THEN with_left ELSE with_right END AS least
ORDER BY least DESC, between.name
LIMIT $limit
MATCH path = (a)-[r]-(between)-[q]-(b)
RETURN between.name AS through, with_left, with_right, path
ORDER BY least DESC, through
