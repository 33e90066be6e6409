-- Nhiệm vụ của một cơ quan
-- Mỗi dòng: một nhiệm vụ và vai trò của cơ quan: lead (chủ trì), coordinating (phối hợp), monitoring (theo dõi)
-- :unit [unit] tên cơ quan, có thể là một phần; để trống = tất cả (default "")
-- :role [code] lead, coordinating hoặc monitoring; để trống = mọi vai trò (default "")
SELECT
    u.unit, u.role, p.plan, p.province_now, t.number, t.section, t.text, t.deliverable, t.deadline_raw,
    d.end_on, t.source, t.page, p.file, t.raw, t.doc_id, t.task_id
FROM tasks AS t
JOIN plans AS p USING (doc_id)
JOIN (SELECT DISTINCT task_id, role, unit FROM task_units) AS u USING (task_id)
LEFT JOIN (SELECT task_id, max(end_on) AS end_on FROM task_deadlines GROUP BY task_id) AS d USING (task_id)
WHERE
    ($unit = '' OR contains(concat(' ', lower(u.unit), ' '), concat(' ', lower(trim($unit)), ' '))) AND $role IN ('', u.role)
ORDER BY u.unit, u.role, p.file, t.char_start, t.task_id
