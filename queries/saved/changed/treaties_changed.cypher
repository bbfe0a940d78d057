// title: Which treaties were made, joined, left or ended since a day
// about: A line for each party and day. The end of a table is the end of no treaty: its source then says "at least".
// params: since (date) = 2010-01-01; limit (number) = 200
MATCH (a:Actor)-[p:PARTY_TO]->(t:Treaty)
WHERE p.valid_from >= date($since) OR p.valid_to >= date($since)
UNWIND [
  {day: p.valid_from, when: p.from, what: CASE WHEN p.from = t.since THEN 'made' ELSE 'joined' END},
  {day: p.valid_to, when: p.to, what: CASE WHEN p.to = t.until THEN 'ended' ELSE 'left' END}
] AS change
WITH a, t, change.day AS day, change.when AS when, change.what AS what
WHERE day >= date($since)
RETURN when, a.name AS party, what, t.name AS treaty, t.obligation AS obligation, t.source AS source
ORDER BY day DESC, treaty, party, obligation, what, source
LIMIT $limit
