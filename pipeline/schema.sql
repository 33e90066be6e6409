-- All columns of an empty store: the tables in the order of their making, then the views.
SELECT
    c.table_name, coalesce(v.kind, 'table') AS kind, t.comment AS table_meaning,
    c.column_name, c.data_type, c.is_nullable, c.comment AS meaning
FROM duckdb_columns() AS c
LEFT JOIN duckdb_tables() AS t USING (table_oid)
LEFT JOIN (SELECT view_oid, 'view' AS kind FROM duckdb_views() WHERE NOT internal) AS v ON v.view_oid = c.table_oid
WHERE NOT c.internal
ORDER BY kind, c.table_oid, c.column_index
