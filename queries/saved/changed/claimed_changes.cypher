// title: Where an article itself says that two turned
// about: Sentences that sum up what happened as a turn: drew closer, restored relations, turned away. One sentence is one source, and no turn by itself; its modality tells whether it says that it happened.
// params: since (date) = 2022-01-01; limit (number) = 50
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)
WHERE x.retracted_at IS NULL AND s.retracted_at IS NULL
  AND s.relation IN ['DREW_CLOSER_TO', 'RESTORED_RELATIONS_WITH', 'DISTANCED_FROM']
  AND s.published_at >= date($since)
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
MATCH path = (a:Actor)<-[:SUBJECT]-(s)-[:OBJECT]->(b:Actor)
RETURN s.relation AS change, s.modality AS modality, s.quote AS quote, s.said_by AS said_by, s.publisher AS publisher, path
ORDER BY s.published_at DESC, s.statement_id
LIMIT $limit
