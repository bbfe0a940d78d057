// title: Which relations somebody denies
// about: Edges whose evidence is denied by another statement, with the denial and its speaker.
// params: limit (number) = 50
MATCH (denial:Statement)-[:CONTRADICTS]->(s:Statement)
WHERE denial.retracted_at IS NULL AND s.retracted_at IS NULL
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.statement_ids IS NOT NULL AND s.statement_id IN r.statement_ids
RETURN DISTINCT r.confidence AS confidence, r.quote AS claim, denial.quote AS denial, r.relation_id AS relation_id, path
ORDER BY confidence, denial, claim, relation_id
LIMIT $limit
