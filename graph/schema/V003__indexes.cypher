// What the usual questions look up beside ids. Which query uses which: tests/graph/test_plans.py.

CREATE INDEX actor_name_idx IF NOT EXISTS FOR (a:Actor) ON (a.name);
