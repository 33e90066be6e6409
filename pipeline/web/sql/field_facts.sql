SELECT t.task_id AS fact_id, 'tasks' AS kind, t.doc_id, i.plan, i.file, t.text AS said, t.page, i.nth, t.char_start
FROM tasks AS t JOIN document_index AS i USING (doc_id) WHERE t.field = $field AND i.province_now = $province
UNION ALL
SELECT g.target_id, 'targets', g.doc_id, i.plan, i.file, g.raw, g.page, i.nth, g.char_start
FROM targets AS g JOIN document_index AS i USING (doc_id) WHERE g.field = $field AND i.province_now = $province
ORDER BY nth, char_start LIMIT $rows OFFSET $skip
