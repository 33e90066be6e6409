-- Nhiệm vụ chưa rõ cơ quan chủ trì
-- Mỗi dòng: một nhiệm vụ mà không đọc được ai chủ trì, và những cơ quan khác được nêu; xem lại bản gốc ở trang đã ghi
SELECT
    p.plan, p.province_now, t.number, t.section, t.text,
    (SELECT string_agg(u.unit, '; ' ORDER BY u.unit) FROM task_units AS u WHERE u.task_id = t.task_id) AS others,
    t.deadline_raw, t.source, t.confidence, t.page, p.file, t.raw, t.doc_id, t.task_id
FROM tasks AS t
JOIN plans AS p USING (doc_id)
WHERE t.task_id NOT IN (SELECT task_id FROM task_units WHERE role = 'lead')
ORDER BY p.file, t.char_start, t.task_id
