// title: What is announced or threatened
// about: Relations that have not happened yet: planned by those who would act, or threatened.
// params: limit (number) = 50
MATCH path = (a:Actor)-[r]->(b:Actor)
WHERE r.modality IN ['planned', 'threatened']
RETURN r.modality AS modality, coalesce(r.valid_from, r.reported_on) AS when, path
ORDER BY when DESC, r.relation_id
LIMIT $limit
