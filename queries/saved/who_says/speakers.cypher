// title: Who is quoted most
// about: Speakers by the number of their statements, with the days of the first and the last.
// params: limit (number) = 50
MATCH (speaker:Actor)<-[:SAID_BY]-(s:Statement)
WHERE s.retracted_at IS NULL
  AND NOT EXISTS { MATCH (j:Judgement)-[:REJECTED]->(s) WHERE j.revoked_at IS NULL }
  AND NOT EXISTS { MATCH (s)-[:STATED_IN]->(x:Article) WHERE x.retracted_at IS NOT NULL }
RETURN speaker.name AS speaker, count(DISTINCT s) AS statements,
  min(s.published_at) AS first, max(s.published_at) AS last
ORDER BY statements DESC, speaker
LIMIT $limit
