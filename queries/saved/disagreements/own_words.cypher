// title: What only one side of a pair says
// about: Edges between two actors that rest on the words of one of the two themselves.
// params: actor (actor) = BLR; limit (number) = 50
MATCH path = (a:Actor {actor_id: $actor})-[r]-(b:Actor)
WHERE r.said_by IS NOT NULL AND size(r.said_by) > 0 AND r.said_by[0] = $actor
RETURN r.said_by AS said_by, r.quote AS quote, path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
