SELECT doc_id FROM citations WHERE citation_id = $fact
UNION ALL SELECT doc_id FROM tasks WHERE task_id = $fact
UNION ALL SELECT doc_id FROM targets WHERE target_id = $fact
UNION ALL SELECT doc_id FROM header_sources WHERE header_source_id = $fact
LIMIT 1
