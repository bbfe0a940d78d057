// title: What to check first
// about: Edges from articles with a confidence below a bound: guesses, denied or vague claims.
// params: below (number) = 0.7; limit (number) = 50
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.reported_on IS NOT NULL AND r.confidence < $below
RETURN r.confidence AS confidence, r.quote AS quote, path
ORDER BY confidence, r.relation_id
LIMIT $limit
