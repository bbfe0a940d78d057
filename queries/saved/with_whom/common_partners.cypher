// title: Through whom two actors are linked by cooperation
// about: Third parties that cooperate with both, in words or in deeds.
// params: left (actor) = USA; right (actor) = RUS; limit (number) = 50
MATCH path = (a:Actor {actor_id: $left})-[r]-(between:Actor)-[q]-(b:Actor {actor_id: $right})
WHERE r.quad IN [1, 2] AND q.quad IN [1, 2]
  AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND q.modality IN ['actual', 'ongoing', 'past_background']
  AND between.actor_id <> $left AND between.actor_id <> $right
RETURN between.name AS through, path
ORDER BY through, r.relation_id, q.relation_id
LIMIT $limit
