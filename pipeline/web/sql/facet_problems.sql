SELECT kind, count(*) AS n, count(DISTINCT source_path) AS files FROM ingest_problems GROUP BY kind
ORDER BY CASE kind WHEN 'unread' THEN 1 WHEN 'gone' THEN 2 WHEN 'duplicate' THEN 3 ELSE 4 END
