// title: From the articles to the statements about a pair
// about: Articles, their statements about two actors, and the actors: the picture behind the edges.
// params: left (actor) = USA; right (actor) = BLR; limit (number) = 50
MATCH path = (x:Article)<-[:STATED_IN]-(s:Statement)-[:SUBJECT|OBJECT]->(a:Actor {actor_id: $left})
WHERE s.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
MATCH other = (s)-[:SUBJECT|OBJECT]->(b:Actor {actor_id: $right})
RETURN s.relation AS relation, s.quote AS quote, path, other
ORDER BY s.published_at DESC, s.statement_id
LIMIT $limit
