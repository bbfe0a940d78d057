// title: Who sanctions whom, and who eased it
// about: Sanctions and tariffs that were imposed, threatened, eased or lifted, newest first.
// params: limit (number) = 100
MATCH path = (a:Actor)-[r:IMPOSED_SANCTIONS_ON|IMPOSED_TARIFFS_ON|THREATENED_SANCTIONS_ON|PROMISED_TO_EASE_SANCTIONS_ON|EASED_SANCTIONS_ON|LIFTED_SANCTIONS_ON]->(b:Actor)
RETURN r.modality AS modality, path
ORDER BY coalesce(r.valid_from, r.reported_on) DESC, r.relation_id
LIMIT $limit
