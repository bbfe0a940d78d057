// title: Between whom there is most material conflict since a day
// about: States by the number of acts of material conflict between two of them, with how much cooperation stands against it.
// params: since (date) = 2025-01-01; limit (number) = 50
MATCH (a:Country)-[r]->(b:Country)
WHERE r.quad IN [2, 4] AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) >= date($since)
WITH CASE WHEN a.actor_id < b.actor_id THEN a.name ELSE b.name END AS one,
  CASE WHEN a.actor_id < b.actor_id THEN b.name ELSE a.name END AS other,
  r.quad AS quad, coalesce(r.valid_from, r.reported_on) AS day
WITH one, other,
  sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS conflict_deeds,
  sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS cooperation_deeds,
  max(CASE WHEN quad = 4 THEN day END) AS last
WHERE conflict_deeds > 0
RETURN one, other, conflict_deeds, cooperation_deeds, last
ORDER BY conflict_deeds DESC, one, other
LIMIT $limit
