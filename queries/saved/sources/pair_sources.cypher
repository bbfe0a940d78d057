// title: On whom it hangs what is told of two actors
// about: Publishers and data sets by the number of their statements about a pair, and how many of them are somebody's word.
// params: left (actor) = USA; right (actor) = BLR
MATCH (a:Actor {actor_id: $left})<-[:SUBJECT|OBJECT]-(s:Statement)-[:SUBJECT|OBJECT]->(b:Actor {actor_id: $right})
WHERE s.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
RETURN coalesce(s.publisher, '(not named)') AS publisher, coalesce(s.dataset, '(articles)') AS dataset,
  count(*) AS statements, count(DISTINCT s.article_id) AS articles,
  sum(CASE WHEN size(coalesce(s.said_by, [])) > 0 THEN 1 ELSE 0 END) AS claims,
  min(s.published_at) AS first, max(s.published_at) AS last
ORDER BY statements DESC, publisher, dataset
