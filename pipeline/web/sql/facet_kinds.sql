SELECT plan_kind AS kind, count(*) AS n FROM document_index WHERE plan_kind IS NOT NULL GROUP BY plan_kind ORDER BY n DESC, kind
