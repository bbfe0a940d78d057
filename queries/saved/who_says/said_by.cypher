// title: What an actor says about others
// about: Statements that an actor is quoted with, as a picture of speaker, statement, subject and object.
// params: actor (actor) = BLR; limit (number) = 100
MATCH path = (speaker:Actor {actor_id: $actor})<-[:SAID_BY]-(s:Statement)-[:SUBJECT|OBJECT]->(b:Actor)
WHERE s.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
RETURN s.relation AS relation, s.modality AS modality, s.quote AS quote, path
ORDER BY s.published_at DESC, s.statement_id, b.actor_id
LIMIT $limit
