-- Cơ quan nào phối hợp với cơ quan nào
-- Mỗi dòng: một cơ quan chủ trì, một cơ quan phối hợp, số nhiệm vụ chung, số kế hoạch, và một nhiệm vụ làm ví dụ với tệp và trang; bản cũ và dự thảo không tính
-- :unit [unit] tên một trong hai cơ quan, có thể là một phần; để trống = tất cả (default "")
SELECT
    a.unit AS lead, b.unit AS partner, count(DISTINCT a.task_id) AS tasks, count(DISTINCT t.doc_id) AS plans,
    arg_min(t.raw, (p.file, t.char_start)) AS example, arg_min(t.page, (p.file, t.char_start)) AS page,
    arg_min(p.file, (p.file, t.char_start)) AS file, arg_min(t.task_id, (p.file, t.char_start)) AS task_id
FROM task_units AS a
JOIN task_units AS b USING (task_id)
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
JOIN plan_versions AS v ON v.doc_id = t.doc_id
WHERE
    a.role = 'lead' AND b.role = 'coordinating' AND a.unit <> b.unit AND v.superseded_by IS NULL
    AND ($unit = '' OR contains(concat(' ', lower(a.unit), ' '), concat(' ', lower(trim($unit)), ' '))
        OR contains(concat(' ', lower(b.unit), ' '), concat(' ', lower(trim($unit)), ' ')))
GROUP BY a.unit, b.unit
ORDER BY tasks DESC, lead, partner
