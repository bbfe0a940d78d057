// title: On whom it hangs what is told of two actors
// about: Publishers and data sets by the number of their statements about a pair, and how many of them are somebody's word.
// params: left (actor) = USA; right (actor) = BLR
UNWIND [$left + '|' + $right, $right + '|' + $left] AS pair
MATCH (s:Statement {pair: pair})
WHERE s.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
RETURN coalesce(s.publisher, '(not named)') AS publisher, coalesce(s.dataset, '(articles)') AS dataset,
  count(*) AS statements, count(DISTINCT CASE WHEN s.dataset IS NULL THEN s.article_id END) AS articles,
  sum(CASE WHEN size(coalesce(s.said_by, [])) > 0 THEN 1 ELSE 0 END) AS claims,
  min(s.published_at) AS first, max(s.published_at) AS last
ORDER BY statements DESC, publisher, dataset
