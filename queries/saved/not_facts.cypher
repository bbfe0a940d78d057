// title: What is hoped for, planned, threatened or denied
// about: Statements that the graph takes for no fact, by what they are.
// params: limit (number) = 100
MATCH path = (a:Actor)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(b:Actor)
WHERE s.retracted_at IS NULL
  AND s.modality IN ['hoped', 'planned', 'threatened', 'denied', 'hypothetical']
RETURN s.modality AS modality, s.relation AS relation, s.quote AS quote, path
ORDER BY modality, s.published_at DESC, s.statement_id
LIMIT $limit
