// title: Who eased towards whom after a conflict
// about: Pairs with an act of conflict, and later an act of cooperation between the same two.
// params: limit (number) = 50
MATCH (a:Actor)-[r]-(b:Actor)
WHERE r.quad = 4 AND r.modality IN ['actual', 'ongoing', 'past_background'] AND a.actor_id < b.actor_id
WITH a, b, min(coalesce(r.valid_from, r.reported_on)) AS trouble
MATCH path = (a)-[q]-(b)
WHERE q.quad = 2 AND q.modality IN ['actual', 'ongoing'] AND coalesce(q.valid_from, q.reported_on) > trouble
RETURN a.name AS one, b.name AS other, trouble, coalesce(q.valid_from, q.reported_on) AS eased, path
ORDER BY eased DESC, q.relation_id
LIMIT $limit
