// title: What is hoped for, planned, threatened or denied
// about: Sentences of articles that the graph takes for no fact, by what they are.
// params: limit (number) = 100
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)
WHERE x.retracted_at IS NULL AND s.retracted_at IS NULL
  AND s.modality IN ['hoped', 'planned', 'threatened', 'denied', 'hypothetical']
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
MATCH path = (a:Actor)<-[:SUBJECT]-(s)-[:OBJECT]->(b:Actor)
RETURN s.modality AS modality, s.relation AS relation, s.quote AS quote, path
ORDER BY modality, s.published_at DESC, s.statement_id
LIMIT $limit
