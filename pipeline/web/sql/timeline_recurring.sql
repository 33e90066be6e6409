SELECT a.task_id, a.doc_id, a.lead, a.freq, a.deadline, t.text, a.field, t.page, i.plan, i.file, a.province_now
FROM (
    SELECT * FROM agenda
    WHERE kind = 'recurring' AND ($unit = '' OR contains(folded_units, $unit))
        AND ($province = '' OR $province IN (province_now, province)) AND ($field = '' OR field = $field) AND ($doc = '' OR doc_id = $doc)
    ORDER BY doc_id, task_id LIMIT $rows
) AS a
JOIN tasks AS t USING (task_id)
JOIN document_index AS i ON i.doc_id = a.doc_id
ORDER BY CASE a.freq
    WHEN 'continuous' THEN 0 WHEN 'daily' THEN 1 WHEN 'weekly' THEN 2 WHEN 'monthly' THEN 3 WHEN 'quarterly' THEN 4
    WHEN 'half-yearly' THEN 5 WHEN 'yearly' THEN 6 ELSE 7 END, i.nth, t.char_start
