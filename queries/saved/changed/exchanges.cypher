// title: What was given in exchange for what
// about: Two statements that their sentence links as a deal, with the actors on both sides.
// params: limit (number) = 50
MATCH path = (a:Actor)<-[:SUBJECT]-(s:Statement)-[:EXCHANGED_FOR]->(t:Statement)-[:SUBJECT]->(b:Actor)
WHERE s.retracted_at IS NULL AND t.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(t) WHERE j.revoked_at IS NULL }
RETURN s.relation AS given, t.relation AS taken, s.quote AS quote, path
ORDER BY s.published_at DESC, s.statement_id, t.statement_id
LIMIT $limit
