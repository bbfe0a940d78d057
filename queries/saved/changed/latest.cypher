// title: What was reported last
// about: The newest relations from articles, whatever they are: a picture of the news.
// params: limit (number) = 40
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.reported_on IS NOT NULL AND r.modality IN ['actual', 'ongoing']
RETURN r.reported_on AS reported, path
ORDER BY reported DESC, r.relation_id
LIMIT $limit
