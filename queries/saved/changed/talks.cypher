// title: Who talks to whom
// about: Meetings, visits, calls and negotiations since a day.
// params: since (date) = 2022-01-01; limit (number) = 100
MATCH path = (a:Actor)-[r:MET_WITH|VISITED|PHONED|HELD_TALKS_WITH|NEGOTIATED_WITH|MEDIATED_FOR|DISCUSSED_REOPENING_EMBASSY_WITH]->(b:Actor)
WHERE r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) >= date($since)
RETURN path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
