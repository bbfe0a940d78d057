// The evidence layer: what identifies each kind of node, and what it is found by.
// The same text runs on Neo4j and on ArcadeDB. A constraint brings its own index.

CREATE CONSTRAINT schema_version_unique IF NOT EXISTS FOR (v:SchemaVersion) REQUIRE v.version IS UNIQUE;
CREATE CONSTRAINT meta_key_unique IF NOT EXISTS FOR (m:Meta) REQUIRE m.key IS UNIQUE;

CREATE CONSTRAINT actor_id_unique IF NOT EXISTS FOR (a:Actor) REQUIRE a.actor_id IS UNIQUE;
CREATE CONSTRAINT publisher_name_unique IF NOT EXISTS FOR (p:Publisher) REQUIRE p.name IS UNIQUE;
CREATE CONSTRAINT article_id_unique IF NOT EXISTS FOR (a:Article) REQUIRE a.article_id IS UNIQUE;
CREATE CONSTRAINT statement_id_unique IF NOT EXISTS FOR (s:Statement) REQUIRE s.statement_id IS UNIQUE;
CREATE CONSTRAINT judgement_id_unique IF NOT EXISTS FOR (j:Judgement) REQUIRE j.judgement_id IS UNIQUE;
CREATE CONSTRAINT treaty_id_unique IF NOT EXISTS FOR (t:Treaty) REQUIRE t.treaty_id IS UNIQUE;

// People write (:Country {actor_id: 'USA'}): without these, that reads every country.
CREATE INDEX country_actor_id_idx IF NOT EXISTS FOR (a:Country) ON (a.actor_id);
CREATE INDEX person_actor_id_idx IF NOT EXISTS FOR (a:Person) ON (a.actor_id);
CREATE INDEX bloc_actor_id_idx IF NOT EXISTS FOR (a:Bloc) ON (a.actor_id);
CREATE INDEX organization_actor_id_idx IF NOT EXISTS FOR (a:Organization) ON (a.actor_id);

CREATE INDEX statement_pair_idx IF NOT EXISTS FOR (s:Statement) ON (s.pair);
CREATE INDEX statement_article_id_idx IF NOT EXISTS FOR (s:Statement) ON (s.article_id);
CREATE INDEX statement_event_id_idx IF NOT EXISTS FOR (s:Statement) ON (s.event_id);
CREATE INDEX article_published_at_idx IF NOT EXISTS FOR (a:Article) ON (a.published_at);
