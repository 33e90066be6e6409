SELECT
    correction_id, fact_id, doc_id, column_name, old_value, new_value, author, corrected_at, state, action, table_name, raw, page, reason,
    machine_value, note, document
FROM corrections
ORDER BY corrected_at, correction_id
LIMIT 5000
