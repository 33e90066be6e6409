-- Nhiệm vụ thường xuyên, định kỳ
-- Mỗi dòng: một nhiệm vụ lặp lại và kỳ của nó (freq), nếu kế hoạch nói rõ
-- :freq [code] chỉ một kỳ, ví dụ monthly, quarterly; để trống = tất cả (default "")
SELECT
    d.freq, d.raw AS deadline, t.text,
    (SELECT string_agg(DISTINCT u.unit, '; ' ORDER BY u.unit) FROM task_units AS u WHERE u.task_id = t.task_id AND u.role = 'lead') AS lead,
    p.province_now, t.page, p.plan, p.file, t.raw, t.doc_id, t.task_id
FROM task_deadlines AS d
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
WHERE d.kind = 'recurring' AND $freq IN ('', d.freq)
ORDER BY d.freq NULLS LAST, p.file, t.char_start, t.task_id
