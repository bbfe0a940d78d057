// title: Who works with whom
// about: Material cooperation since a day: aid, trade, exercises, easing; not what is only promised.
// params: since (date) = 2022-01-01; limit (number) = 100
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.quad = 2 AND r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) >= date($since)
RETURN path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
