// title: Who acts against whom
// about: Material conflict since a day: attacks, coercion, sanctions, expulsions.
// params: since (date) = 2022-01-01; limit (number) = 100
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.quad = 4 AND coalesce(r.valid_from, r.reported_on) >= date($since)
RETURN path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
