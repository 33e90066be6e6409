SELECT cited, count(DISTINCT doc_id) AS plans, count(*) AS mentions FROM cited GROUP BY cited ORDER BY plans DESC, mentions DESC, cited LIMIT 12
