// title: Who acts against whom
// about: Material conflict since a day: attacks, coercion, sanctions, expulsions; not what is only planned or threatened.
// params: since (date) = 2022-01-01; limit (number) = 100
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.quad = 4 AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) >= date($since)
RETURN path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
