// title: What others say about an actor
// about: Statements about an actor that somebody else is quoted with: claims, not facts.
// params: actor (actor) = BLR; limit (number) = 100
MATCH path = (speaker:Actor)<-[:SAID_BY]-(s:Statement)-[:SUBJECT|OBJECT]->(a:Actor {actor_id: $actor})
WHERE s.retracted_at IS NULL AND speaker.actor_id <> $actor
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
RETURN speaker.name AS speaker, s.relation AS relation, s.modality AS modality, s.quote AS quote, path
ORDER BY s.published_at DESC, s.statement_id, speaker
LIMIT $limit
