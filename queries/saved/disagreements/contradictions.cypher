// title: Who contradicts whom
// about: Statements that deny what another statement says, with the articles that both stand in.
// params: limit (number) = 50
MATCH path = (x:Article)<-[:STATED_IN]-(s:Statement)-[:CONTRADICTS]->(t:Statement)-[:STATED_IN]->(y:Article)
WHERE s.retracted_at IS NULL AND t.retracted_at IS NULL
RETURN t.relation AS relation, s.quote AS denial, t.quote AS claim, path
ORDER BY s.published_at DESC, s.statement_id, t.statement_id
LIMIT $limit
