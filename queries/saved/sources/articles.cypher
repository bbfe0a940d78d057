// title: Which articles tell most
// about: Articles by the number of statements read in them, newest first where they are equal.
// params: limit (number) = 50
MATCH (s:Statement)-[:STATED_IN]->(x:Article)
WHERE s.retracted_at IS NULL AND x.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
RETURN coalesce(x.title, x.article_id) AS article, x.published_at AS published, count(s) AS statements
ORDER BY statements DESC, published DESC, article
LIMIT $limit
