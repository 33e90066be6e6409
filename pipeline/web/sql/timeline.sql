SELECT
    a.task_id, a.doc_id, a.lead, a.start_on, a.end_on, a.due_on, a.deadline, a.year_from_plan, t.text, t.deliverable, a.field, t.page,
    i.plan, i.file, a.province_now
FROM (
    SELECT * FROM agenda
    WHERE kind = 'fixed' AND due_on IS NOT NULL AND due_on BETWEEN CAST($first AS DATE) AND CAST($last AS DATE)
        AND ($unit = '' OR contains(folded_units, $unit)) AND ($province = '' OR $province IN (province_now, province))
        AND ($field = '' OR field = $field) AND ($doc = '' OR doc_id = $doc)
    ORDER BY due_on, doc_id, task_id LIMIT $rows
) AS a
JOIN tasks AS t USING (task_id)
JOIN document_index AS i ON i.doc_id = a.doc_id
ORDER BY a.due_on, i.nth, t.char_start, t.task_id
