// title: What rests on a single publisher
// about: Edges from news with one publisher or none, the least certain first: what to check by hand.
// params: limit (number) = 50
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.relation_id IS NOT NULL AND r.plover IS NOT NULL AND size(coalesce(r.publishers, [])) < 2
RETURN r.confidence AS confidence, r.modality AS modality, r.quote AS quote, path
ORDER BY confidence, r.relation_id
LIMIT $limit
