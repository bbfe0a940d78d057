// title: What is told more than once
// about: Edges that rest on several statements, by how many, with the number of publishers where they are named.
// params: limit (number) = 50
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.reported_on IS NOT NULL AND r.support >= 2
RETURN r.support AS statements, size(coalesce(r.publishers, [])) AS publishers, r.confidence AS confidence, path
ORDER BY statements DESC, publishers DESC, confidence DESC, r.relation_id
LIMIT $limit
