// title: What has a side that nobody named
// about: Statements whose subject or object is not known: kept as evidence, without an edge.
// params: limit (number) = 50
MATCH (s:Statement)-[:STATED_IN]->(x:Article)
WHERE s.retracted_at IS NULL AND x.retracted_at IS NULL AND s.pair IS NULL
RETURN s.relation AS relation, s.quote AS quote, coalesce(x.title, x.article_id) AS article
ORDER BY s.published_at DESC, s.statement_id
LIMIT $limit
