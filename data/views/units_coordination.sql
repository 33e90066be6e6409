-- Mạng phối hợp của các cơ quan
-- Mỗi dòng: một cơ quan, số nhiệm vụ chủ trì, phối hợp, theo dõi, số cơ quan cùng làm, số kế hoạch; từng cặp: tasks_partners; bản cũ và dự thảo không tính
SELECT
    u.unit, u.unit_id,
    count(DISTINCT u.task_id) FILTER (u.role = 'lead') AS leads,
    count(DISTINCT u.task_id) FILTER (u.role = 'coordinating') AS coordinates,
    count(DISTINCT u.task_id) FILTER (u.role = 'monitoring') AS monitors,
    count(DISTINCT o.unit) AS partners, count(DISTINCT t.doc_id) AS plans,
    any_value(u.resolution) AS resolution, min(p.file) AS first_file
FROM task_units AS u
JOIN tasks AS t USING (task_id)
JOIN plans AS p ON p.doc_id = t.doc_id
JOIN plan_versions AS v ON v.doc_id = t.doc_id
LEFT JOIN task_units AS o ON o.task_id = u.task_id AND o.unit <> u.unit
WHERE v.superseded_by IS NULL
GROUP BY u.unit, u.unit_id
ORDER BY leads DESC, coordinates DESC, u.unit
