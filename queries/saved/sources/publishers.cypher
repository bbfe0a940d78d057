// title: Who reports about an actor
// about: Publishers by the number of their statements about an actor, with the days of the first and the last.
// params: actor (actor) = BLR
MATCH (a:Actor {actor_id: $actor})<-[:SUBJECT|OBJECT]-(s:Statement)-[:STATED_IN]->(x:Article)
WHERE s.retracted_at IS NULL AND x.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
OPTIONAL MATCH (x)-[:PUBLISHED_BY]->(p:Publisher)
RETURN coalesce(p.name, '(not named)') AS publisher, count(DISTINCT s) AS statements, count(DISTINCT x) AS articles,
  min(s.published_at) AS first, max(s.published_at) AS last
ORDER BY statements DESC, publisher
