// title: Who is at war with whom on a day
// about: States of war that sources tell of and nothing has ended by the day. One that nobody dates counts from its report.
// params: on (date) = 2025-12-18; limit (number) = 100
MATCH path = (a:Actor)-[r:AT_WAR_WITH]->(b:Actor)
WHERE r.modality IN ['actual', 'ongoing', 'past_background']
  AND coalesce(r.valid_from, r.reported_on) <= date($on) AND (r.valid_to IS NULL OR r.valid_to > date($on))
RETURN a.name AS one, b.name AS other, r.event_date AS since, r.reported_on AS reported, r.support AS statements,
  r.said_by AS said_by, path
ORDER BY one, other, r.relation_id
LIMIT $limit
